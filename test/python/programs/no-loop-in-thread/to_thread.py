# python: 3.9-
# raises RuntimeError: There is no current event loop in thread 'asyncio_0'.
# mended prints: 3
import asyncio


async def weigh(parcel):
    await asyncio.sleep(0)
    return len(parcel)


def weigh_in_thread(parcel):
    return asyncio.get_event_loop().run_until_complete(weigh(parcel))


async def main():
    print(await asyncio.to_thread(weigh_in_thread, "box"))


asyncio.run(main())
