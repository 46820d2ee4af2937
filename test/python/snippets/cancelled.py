# prints: True
import asyncio


async def work():
    await asyncio.sleep(60)


async def careful():
    # snippet: asyncio-cancelled


async def main():
    task = asyncio.create_task(careful())
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])
    print(task.cancelled())


asyncio.run(main())
