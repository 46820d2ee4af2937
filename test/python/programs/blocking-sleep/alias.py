# stands still 0.4 s
# mended prints: ticked
import asyncio
from time import sleep as rest


async def pause():
    rest(0.4)


async def tick(ticked):
    await asyncio.sleep(0.1)
    ticked.set()


async def main():
    ticked = asyncio.Event()
    task = asyncio.ensure_future(tick(ticked))
    await asyncio.sleep(0)
    await pause()
    print("ticked" if ticked.is_set() else "missed")
    await task


asyncio.run(main())
