import asyncio


async def main():
    opened = asyncio.Event()
    asyncio.get_running_loop().call_later(0.05, opened.set)
    await opened.wait()
    print("opened")


asyncio.run(main())
