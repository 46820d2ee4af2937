import asyncio


async def answer(server):
    if await asyncio.wait_for(server.ready(), timeout=5):
        return await server.readline()


asyncio.run(answer(None))
