# warns RuntimeWarning: coroutine 'water' was never awaited
# mended prints: watered | done
import asyncio


async def water():
    await asyncio.sleep(0)
    print("watered")


async def main():
    water()
    print("done")


asyncio.run(main())
