# hangs
# fix: none
# mended prints: served | served
import asyncio
import threading

counter = threading.Lock()


async def serve():
    with counter:
        await asyncio.sleep(0.05)
        print("served")


async def main():
    await asyncio.gather(serve(), serve())


asyncio.run(main())
