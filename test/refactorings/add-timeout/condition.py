import asyncio


async def answer(server):
    if await server.ready():
#            ^ offer: asyncio.wait_for()
        return await server.readline()


asyncio.run(answer(None))
