import asyncio


async def load(name):
    await asyncio.sleep(1)


async def main(names, name):
    await asyncio.gather(*[load(name) for name in names])
#   ^ nothing: TaskGroup
    print(name)
