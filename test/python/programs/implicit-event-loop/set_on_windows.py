# 3.12-3.13: warns DeprecationWarning: There is no current event loop
# 3.14-: raises RuntimeError: There is no current event loop in thread 'MainThread'.
# -3.11: runs
# mended prints: sold
import asyncio
import sys


async def sell():
    await asyncio.sleep(0)
    print("sold")


def main():
    if sys.platform == "win32":
        asyncio.set_event_loop(asyncio.ProactorEventLoop())
    loop = asyncio.get_event_loop()
    loop.run_until_complete(sell())
    loop.close()


main()
