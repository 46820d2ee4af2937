import asyncio


async def serve():
    orders = asyncio.Queue()
    taker = asyncio.ensure_future(orders.get())
    await asyncio.sleep(0)
    await orders.put("tea")
    return await taker


asyncio.run(serve())
asyncio.run(serve())
