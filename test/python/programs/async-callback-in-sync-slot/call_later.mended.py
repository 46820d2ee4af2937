import asyncio


async def ring():
    print("ring")


async def main():
    await asyncio.sleep(0.05)
    await ring()


asyncio.run(main())
