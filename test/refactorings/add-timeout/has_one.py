import asyncio


async def answer(server):
    return await asyncio.wait_for(server.readline(), 3)
#          ^ nothing: timeout
