# -3.11: runs
# 3.12-3.13: warns DeprecationWarning: There is no current event loop
# 3.14-: raises RuntimeError: There is no current event loop in thread 'MainThread'.
# mended prints: 1 | 2
import asyncio


async def count(step):
    await asyncio.sleep(0)
    return step


def main():
    loop = asyncio.get_event_loop()
    print(loop.run_until_complete(count(1)))
    print(loop.run_until_complete(count(2)))
    loop.close()


main()
