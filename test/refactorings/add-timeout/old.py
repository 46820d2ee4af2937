# python: 3.9
"""Asks."""


async def answer(server):
    return await server.readline()
#          ^ offer: asyncio.wait_for()
