# warns RuntimeWarning: coroutine 'weight' was never awaited
# prints <coroutine object weight at 0x...>
# mended prints: 12
import asyncio


async def weight() -> int:
    await asyncio.sleep(0)
    return 12


async def heaviest() -> int:
    return weight()


async def main():
    print(await heaviest())


asyncio.run(main())
