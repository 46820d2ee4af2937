# raises TypeError: cannot unpack non-iterable coroutine object
# warns RuntimeWarning: coroutine 'names' was never awaited
# mended prints: Ada Ben
import asyncio


async def names():
    await asyncio.sleep(0)
    return ["Ada", "Ben"]


async def main():
    first, second = names()
    print(first, second)


asyncio.run(main())
