# 3.8: raises AttributeError: __aexit__
# 3.9-3.10: raises AttributeError: __aenter__
# 3.11-3.13: raises TypeError: 'coroutine' object does not support the asynchronous context manager protocol
# 3.14-: raises TypeError: 'coroutine' object does not support the asynchronous context manager protocol (missed __aexit__ method)...
# warns RuntimeWarning: coroutine 'connect' was never awaited
# mended prints: linked
import asyncio


class Link:
    async def __aenter__(self):
        return self

    async def __aexit__(self, *exc_info):
        await asyncio.sleep(0)


async def connect():
    await asyncio.sleep(0)
    return Link()


async def main():
    async with connect():
        print("linked")


asyncio.run(main())
