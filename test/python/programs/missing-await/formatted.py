# warns RuntimeWarning: coroutine 'weight' was never awaited
# prints <coroutine object weight at 0x...> kg
# mended prints: 12 kg
import asyncio


async def weight():
    await asyncio.sleep(0)
    return 12


async def main():
    print(f"{weight()} kg")


asyncio.run(main())
