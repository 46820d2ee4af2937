# -3.11: runs
# 3.12-3.13: warns DeprecationWarning: There is no current event loop
# 3.14-: raises RuntimeError: There is no current event loop in thread 'MainThread'.
import asyncio

loop = asyncio.get_event_loop()


async def price(item):
    await asyncio.sleep(0)
    return len(item)


def total(items):
    return sum(loop.run_until_complete(price(item)) for item in items)


print(total(["tea"]))
