# raises TypeError: 'coroutine' object is not subscriptable
# warns RuntimeWarning: coroutine 'names' was never awaited
# mended prints: Ada
import asyncio


async def names():
    await asyncio.sleep(0)
    return ["Ada", "Ben"]


async def main():
    print(names()[0])


asyncio.run(main())
