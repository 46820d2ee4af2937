# python: 3.10
import asyncio


async def load(name):
    await asyncio.sleep(1)
    return name


async def main():
    results = await asyncio.gather(load("a"), load("b"))
#   ^ nothing: TaskGroup
    return results
