# -3.9: warns DeprecationWarning: The loop argument is deprecated since Python 3.8, and scheduled for removal in Python 3.10.
# 3.10: raises TypeError: As of 3.10, the *loop* parameter was removed from Queue() since it is no longer necessary
# 3.11-: raises TypeError: Queue.__init__() got an unexpected keyword argument 'loop'
# mended prints: tea
import asyncio


async def main():
    orders = asyncio.Queue(loop=asyncio.get_running_loop())
    await orders.put("tea")
    print(await orders.get())


asyncio.run(main())
