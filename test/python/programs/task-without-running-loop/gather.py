# -3.11: runs
# 3.12-3.13: warns DeprecationWarning: There is no current event loop
# 3.14-: raises RuntimeError: There is no current event loop in thread 'MainThread'.
# 3.14-: warns RuntimeWarning: coroutine 'work' was never awaited
# fix: none
# mended prints: ['a', 'b']
import asyncio


async def work(name):
    await asyncio.sleep(0)
    return name


def main():
    both = asyncio.gather(work("a"), work("b"))
    print(both.get_loop().run_until_complete(both))
    both.get_loop().close()


main()
