import asyncio
from asyncio import run

from kitchen import oven


async def cook(dish):
    return await oven.heat(dish)


async def dinner():
    print("hungry")
    async with asyncio.TaskGroup() as tg:
        soup_task = tg.create_task(cook("soup"))
        cake_task = tg.create_task(cook("cake"))
    soup = soup_task.result()
    cake = cake_task.result()
    return soup, cake


run(dinner())
