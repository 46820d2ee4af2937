# raises AttributeError: 'coroutine' object has no attribute 'upper'
# warns RuntimeWarning: coroutine 'name' was never awaited
# mended prints: ADA
import asyncio


async def name():
    await asyncio.sleep(0)
    return "Ada"


async def main():
    print(name().upper())


asyncio.run(main())
