# python: 3.9-
# warns RuntimeWarning: coroutine 'weigh' was never awaited
# prints <coroutine object weigh at 0x...>
# mended prints: 3
import asyncio


async def weigh(parcel):
    await asyncio.sleep(0)
    return len(parcel)


async def main():
    print(await asyncio.to_thread(weigh, "box"))


asyncio.run(main())
