# warns RuntimeWarning: coroutine 'ring' was never awaited
# mended prints: ring
import asyncio


async def ring():
    print("ring")


async def main():
    asyncio.get_running_loop().call_soon(ring)
    await asyncio.sleep(0.05)


asyncio.run(main())
