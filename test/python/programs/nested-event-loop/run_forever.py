# raises RuntimeError: This event loop is already running
# fix: none
import asyncio


async def serve():
    loop = asyncio.get_running_loop()
    loop.run_forever()


asyncio.run(serve())
