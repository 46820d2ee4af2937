# raises TypeError: 'coroutine' object is not iterable
# warns RuntimeWarning: coroutine 'fetch' was never awaited
# mended prints: tea
import asyncio


async def fetch():
    await asyncio.sleep(0)
    return ["tea"]


async def main():
    for item in fetch():
        print(item)


asyncio.run(main())
