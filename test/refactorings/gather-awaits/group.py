from asyncio import run

from kitchen import oven


async def cook(dish):
    return await oven.heat(dish)


async def dinner():
    print("hungry")
    soup = await cook("soup")
    cake = await cook("cake")
#          ^ offer: Run both at the same time in a TaskGroup
    return soup, cake


run(dinner())
