# raises RuntimeError: There is no current event loop in thread 'MainThread'.
# prints started
# mended prints: started | stopped
import asyncio


async def start():
    print("started")


async def stop():
    await asyncio.sleep(0)
    print("stopped")


def main():
    asyncio.run(start())
    asyncio.get_event_loop().run_until_complete(stop())


main()
