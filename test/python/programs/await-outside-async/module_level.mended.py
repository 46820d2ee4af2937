import asyncio


async def load(name):
    await asyncio.sleep(0)
    return name


print(asyncio.run(load("a")))
