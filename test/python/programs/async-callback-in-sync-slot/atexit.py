# warns RuntimeWarning: coroutine 'save' was never awaited
# mended prints: saved
import asyncio
import atexit


async def save():
    await asyncio.sleep(0)
    print("saved")


atexit.register(save)
