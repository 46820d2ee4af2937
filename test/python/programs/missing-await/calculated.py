# raises TypeError: unsupported operand type(s) for +: 'coroutine' and 'int'
# warns RuntimeWarning: coroutine 'weight' was never awaited
# mended prints: 13
import asyncio


async def weight():
    await asyncio.sleep(0)
    return 12


async def main():
    print(weight() + 1)


asyncio.run(main())
