import asyncio
from asyncio import gather


async def load(name):
    await asyncio.sleep(1)
    return name


async def main(names):
    pages = await gather(*(load(name) for name in names if name))
#   ^ offer: Use a TaskGroup
    return pages
