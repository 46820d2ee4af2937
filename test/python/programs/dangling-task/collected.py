# logs Task was destroyed but it is pending!
# prints gone
# mended prints: kept
import asyncio
import gc


async def listen():
    # Nothing but this task knows what it waits for.
    await asyncio.get_running_loop().create_future()


async def start():
    asyncio.create_task(listen())
    await asyncio.sleep(0)


async def main():
    await start()
    gc.collect()
    print("kept" if len(asyncio.all_tasks()) > 1 else "gone")


asyncio.run(main())
