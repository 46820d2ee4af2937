import asyncio


async def serve(counter):
    async with counter:
        await asyncio.sleep(0.05)
        print("served")


async def main():
    counter = asyncio.Lock()
    await asyncio.gather(serve(counter), serve(counter))


asyncio.run(main())
