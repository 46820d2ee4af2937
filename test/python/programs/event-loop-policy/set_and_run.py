# -3.13: runs
# 3.14-3.15: warns DeprecationWarning: 'asyncio.set_event_loop_policy' is deprecated and slated for removal in Python 3.16
# 3.14-3.15: warns DeprecationWarning: 'asyncio.DefaultEventLoopPolicy' is deprecated and slated for removal in Python 3.16
# 3.16: raises AttributeError: module 'asyncio' has no attribute 'set_event_loop_policy'
import asyncio


async def main():
    await asyncio.sleep(0)


asyncio.set_event_loop_policy(asyncio.DefaultEventLoopPolicy())
asyncio.run(main())
