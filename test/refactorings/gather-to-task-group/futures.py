import asyncio


async def main(load):
    results = await asyncio.gather(load("a"), load("b"))
#   ^ nothing: TaskGroup
    return results
