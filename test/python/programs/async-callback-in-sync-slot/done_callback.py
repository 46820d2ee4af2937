# warns RuntimeWarning: coroutine 'report' was never awaited
# mended prints: done
import asyncio


async def report(task):
    print("done")


async def main():
    task = asyncio.create_task(asyncio.sleep(0))
    task.add_done_callback(report)
    await task
    await asyncio.sleep(0.05)


asyncio.run(main())
