# logs Task was destroyed but it is pending!
# prints gone
# mended prints: kept
import asyncio
import gc


async def listen():
    await asyncio.get_running_loop().create_future()


async def main():
    loop = asyncio.get_running_loop()
    loop.create_task(listen())
    await asyncio.sleep(0)
    gc.collect()
    print("kept" if len(asyncio.all_tasks()) > 1 else "gone")


asyncio.run(main())
