# prints: tea
import asyncio


async def fetch():
    await asyncio.sleep(0)
    return "tea"


async def main():
    # snippet: asyncio-waitfor
    print(result)


asyncio.run(main())
