import asyncio


def work():
    return 3


async def main():
    await asyncio.get_running_loop().run_in_executor(None, work)


asyncio.run(main())
