# python: 3.11-
# hangs
# mended prints: still here | ['full']
import asyncio


async def watch():
    while True:
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            print("still here")


async def fail():
    await asyncio.sleep(0.05)
    raise ValueError("full")


async def main():
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(watch())
            group.create_task(fail())
    except ExceptionGroup as group:
        print([str(error) for error in group.exceptions])


asyncio.run(main())
