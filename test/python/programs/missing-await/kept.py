# warns RuntimeWarning: coroutine 'water' was never awaited
# prints done
# mended prints: watered | done
import asyncio


async def water():
    await asyncio.sleep(0)
    print("watered")


async def main():
    watering = water()
    print("done")


asyncio.run(main())
