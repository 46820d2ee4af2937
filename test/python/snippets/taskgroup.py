# python: 3.11-
# prints: 1 2
import asyncio


async def fetch_first():
    await asyncio.sleep(0)
    return 1


async def fetch_second():
    await asyncio.sleep(0)
    return 2


async def main():
    # snippet: asyncio-taskgroup


asyncio.run(main())
