import asyncio


async def load(name):
    await asyncio.sleep(1)
    return name


async def main():
    async with asyncio.TaskGroup() as tg:
        first_task = tg.create_task(load("a"))
        second_task = tg.create_task(load("b"))
    first = first_task.result()
    second = second_task.result()
    print(first, second)


asyncio.run(main())
