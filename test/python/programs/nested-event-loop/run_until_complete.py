# raises RuntimeError: This event loop is already running
# warns RuntimeWarning: coroutine 'weigh' was never awaited
# mended prints: 3
import asyncio


async def weigh(parcel):
    await asyncio.sleep(0)
    return len(parcel)


async def main():
    loop = asyncio.get_running_loop()
    print(loop.run_until_complete(weigh("box")))


asyncio.run(main())
