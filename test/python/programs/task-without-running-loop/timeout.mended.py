import asyncio


async def main():
    async with asyncio.timeout(1):
        await asyncio.sleep(0)


asyncio.run(main())
