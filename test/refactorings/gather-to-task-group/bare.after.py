import asyncio


async def load(name):
    await asyncio.sleep(1)


async def main(names):
    async with asyncio.TaskGroup() as tg:
        for name in names:
            tg.create_task(load(name))
