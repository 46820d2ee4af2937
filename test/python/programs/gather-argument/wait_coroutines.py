# 3.8: runs
# 3.9-3.10: warns DeprecationWarning: The explicit passing of coroutine objects to asyncio.wait() is deprecated since Python 3.8, and scheduled for removal in Python 3.11.
# 3.11-: raises TypeError: Passing coroutines is forbidden, use tasks explicitly.
# 3.11-: warns RuntimeWarning: coroutine 'ask' was never awaited
# mended prints: 2
import asyncio


async def ask(team):
    await asyncio.sleep(0)
    return team


async def main():
    done, pending = await asyncio.wait([ask("owls"), ask("cats")])
    print(len(done))


asyncio.run(main())
