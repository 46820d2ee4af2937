# warns RuntimeWarning: coroutine 'weight' was never awaited
# prints <coroutine object weight at 0x...>
# mended prints: 12
import asyncio


async def weight():
    await asyncio.sleep(0)
    return 12


async def main():
    print(weight())


asyncio.run(main())
