import asyncio


async def main():
    await asyncio.sleep(0)
    asyncio.get_running_loop().call_soon(print, "done")


asyncio.run(main())
