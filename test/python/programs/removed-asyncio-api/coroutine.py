# -3.10: warns DeprecationWarning: "@coroutine" decorator is deprecated since Python 3.8, use "async def" instead
# 3.11-: raises AttributeError: module 'asyncio' has no attribute 'coroutine'...
# mended prints: brewed
import asyncio


@asyncio.coroutine
def brew():
    yield from asyncio.sleep(0)
    return "brewed"


async def main():
    print(await brew())


asyncio.run(main())
