# stands still 0.4 s
import asyncio
import select


async def wait():
    select.select([], [], [], 0.4)


asyncio.run(wait())
