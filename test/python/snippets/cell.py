# prints: tea milk
import asyncio


async def fetch(item):
    await asyncio.sleep(0)
    return item


# IPython makes a coroutine of a cell, which is run on the loop of the kernel.
async def cell():
    # snippet: asyncio-cell


asyncio.run(cell())
