# logs Exception in callback ...
# raises RuntimeError: asyncio.run() cannot be called from a running event loop
# warns RuntimeWarning: coroutine 'ring' was never awaited
# fix: none
import asyncio


async def ring():
    await asyncio.sleep(0)
    print("ring")


def press():
    asyncio.run(ring())


async def main():
    asyncio.get_running_loop().call_soon(press)
    await asyncio.sleep(0.05)


asyncio.run(main())
