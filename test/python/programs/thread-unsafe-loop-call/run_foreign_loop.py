# raises RuntimeError: This event loop is already running
# warns RuntimeWarning: coroutine 'ring' was never awaited
# mended prints: ring
import asyncio


async def ring():
    print("ring")


async def main():
    loop = asyncio.get_running_loop()

    def press():
        loop.run_until_complete(ring())

    await loop.run_in_executor(None, press)


asyncio.run(main())
