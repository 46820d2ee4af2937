# 3.8: raises RuntimeError: There is no current event loop in thread 'ThreadPoolExecutor-0_0'.
# 3.9-: raises RuntimeError: There is no current event loop in thread 'asyncio_0'.
# mended prints: 3
import asyncio


async def weigh(parcel):
    await asyncio.sleep(0)
    return len(parcel)


def weigh_in_thread():
    return asyncio.get_event_loop().run_until_complete(weigh("box"))


async def main():
    print(await asyncio.get_running_loop().run_in_executor(None, weigh_in_thread))


asyncio.run(main())
