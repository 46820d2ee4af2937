import asyncio


async def answer(server):
    line = await server.readline()  # one line
#                ^ offer: asyncio.timeout()
    return line


asyncio.run(answer(None))
