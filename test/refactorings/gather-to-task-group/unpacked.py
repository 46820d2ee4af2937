import asyncio


async def load(name):
    await asyncio.sleep(1)
    return name


async def main():
    first, second = await asyncio.gather(load("a"), load("b"))
#                         ^ offer: Use a TaskGroup
    print(first, second)


asyncio.run(main())
