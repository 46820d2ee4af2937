# warns RuntimeWarning: coroutine 'weight' was never awaited
# prints False
# mended prints: True
import asyncio


async def weight():
    await asyncio.sleep(0)
    return 12


async def main():
    print(weight() == 12)


asyncio.run(main())
