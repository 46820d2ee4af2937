import asyncio


async def load(name):
    await asyncio.sleep(1)
    return name


async def main(names):
    async with asyncio.TaskGroup() as tg:
        tasks = [tg.create_task(load(name)) for name in names if name]
    pages = [task.result() for task in tasks]
    return pages
