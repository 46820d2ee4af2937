import asyncio


async def answer(server):
    async with asyncio.timeout(3):
        return await server.readline()
#              ^ nothing: timeout
