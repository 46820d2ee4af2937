# warns RuntimeWarning: coroutine 'ring' was never awaited
# mended prints: ring
import asyncio


async def ring():
    print("ring")


async def main():
    asyncio.get_running_loop().call_later(0.05, ring)
    await asyncio.sleep(0.15)


asyncio.run(main())
