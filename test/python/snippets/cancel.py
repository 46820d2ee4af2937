# prints: True
import asyncio


async def main():
    task = asyncio.create_task(asyncio.sleep(60))
    await asyncio.sleep(0)
    # snippet: asyncio-cancel
    print(task.cancelled())


asyncio.run(main())
