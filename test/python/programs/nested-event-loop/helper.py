# raises RuntimeError: asyncio.run() cannot be called from a running event loop
# warns RuntimeWarning: coroutine 'weigh' was never awaited
# mended prints: 3
import asyncio


async def weigh(parcel):
    await asyncio.sleep(0)
    return len(parcel)


def weigh_now(parcel):
    return asyncio.run(weigh(parcel))


async def main():
    print(weigh_now("box"))


asyncio.run(main())
