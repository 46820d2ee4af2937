# -3.9: warns DeprecationWarning: The loop argument is deprecated since Python 3.8, and scheduled for removal in Python 3.10.
# 3.10: raises TypeError: As of 3.10, the *loop* parameter was removed from Lock() since it is no longer necessary
# 3.11-: raises TypeError: Lock.__init__() got an unexpected keyword argument 'loop'
import asyncio


async def main():
    async with asyncio.Lock(loop=asyncio.get_running_loop()):
        await asyncio.sleep(0)


asyncio.run(main())
