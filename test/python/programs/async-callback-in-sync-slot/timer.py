# warns RuntimeWarning: coroutine 'ring' was never awaited
# mended prints: ring
import asyncio
import threading


async def ring():
    await asyncio.sleep(0)
    print("ring")


threading.Timer(0.05, ring).start()
