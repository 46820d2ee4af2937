import asyncio


async def ring():
    print("ring")


async def main():
    await ring()
    await asyncio.sleep(0.05)


asyncio.run(main())
