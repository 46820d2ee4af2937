# raises RuntimeError: Task ... got Future ... attached to a different loop
# warns ResourceWarning: unclosed event loop ...
# fix: none
# mended prints: ready
import asyncio

LOOP = asyncio.new_event_loop()


def start():
    return LOOP.create_future()


async def main():
    ready = start()
    asyncio.get_running_loop().call_later(0.05, ready.set_result, "ready")
    print(await ready)


asyncio.run(main())
