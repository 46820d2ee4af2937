import asyncio


def start():
    return asyncio.get_running_loop().create_future()


async def main():
    ready = start()
    asyncio.get_running_loop().call_later(0.05, ready.set_result, "ready")
    print(await ready)


asyncio.run(main())
