import asyncio


async def serve():
    await asyncio.sleep(0)


asyncio.run(serve())
