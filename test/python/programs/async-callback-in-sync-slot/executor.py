# warns RuntimeWarning: coroutine 'weigh' was never awaited
# prints <coroutine object weigh at 0x...>
# mended prints: 3
import asyncio


async def weigh(parcel):
    await asyncio.sleep(0)
    return len(parcel)


async def main():
    loop = asyncio.get_running_loop()
    print(await loop.run_in_executor(None, weigh, "box"))


asyncio.run(main())
