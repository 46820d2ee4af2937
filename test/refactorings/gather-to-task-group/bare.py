import asyncio


async def load(name):
    await asyncio.sleep(1)


async def main(names):
    await asyncio.gather(*[load(name) for name in names])
#   ^ offer: Use a TaskGroup
