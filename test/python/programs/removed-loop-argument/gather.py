# 3.8: runs
# 3.9: warns DeprecationWarning: The loop argument is deprecated since Python 3.8, and scheduled for removal in Python 3.10.
# 3.10-: raises TypeError: gather() got an unexpected keyword argument 'loop'
# 3.10-: warns RuntimeWarning: coroutine 'ask' was never awaited
# mended prints: [1]
import asyncio


async def ask():
    await asyncio.sleep(0)
    return 1


async def main():
    loop = asyncio.get_running_loop()
    print(await asyncio.gather(ask(), loop=loop))


asyncio.run(main())
