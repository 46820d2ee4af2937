import asyncio


async def answer(server):
    async with asyncio.timeout(5):
        line = await server.readline()  # one line
    return line


asyncio.run(answer(None))
