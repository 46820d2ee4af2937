import asyncio


async def load(name):
    await asyncio.sleep(1)
    return name


async def main():
    results = await asyncio.gather(load("a"), load("b"), return_exceptions=True)
#   ^ nothing: TaskGroup
    return [one for one in results if not isinstance(one, BaseException)]
