# raises TypeError: 'async for' requires an object with __aiter__ method, got coroutine
# warns RuntimeWarning: coroutine 'fetch' was never awaited
# mended prints: tea
import asyncio


async def fetch():
    await asyncio.sleep(0)
    return ["tea"]


async def main():
    async for item in fetch():
        print(item)


asyncio.run(main())
