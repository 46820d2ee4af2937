# -3.9: raises RuntimeError: Task ... got Future ... attached to a different loop
# -3.9: warns ResourceWarning: unclosed event loop ...
# 3.10-: raises RuntimeError: <Queue at ... is bound to a different event loop
# fix: none
import asyncio

orders = asyncio.Queue()


async def serve():
    taker = asyncio.ensure_future(orders.get())
    await asyncio.sleep(0)
    await orders.put("tea")
    return await taker


asyncio.run(serve())
asyncio.run(serve())
