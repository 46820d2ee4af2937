# logs Task was destroyed but it is pending!
# prints gone
# mended prints: kept
import asyncio
import gc


class Radio:
    def __init__(self):
        self.is_on = False

    async def listen(self):
        await asyncio.get_running_loop().create_future()

    async def start(self):
        self.is_on = True
        asyncio.create_task(self.listen())
        await asyncio.sleep(0)


async def main():
    radio = Radio()
    await radio.start()
    gc.collect()
    print("kept" if len(asyncio.all_tasks()) > 1 else "gone")


asyncio.run(main())
