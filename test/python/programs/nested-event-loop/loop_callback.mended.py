import asyncio


async def ring():
    await asyncio.sleep(0)
    print("ring")


async def main():
    await ring()


asyncio.run(main())
