# raises TypeError: 'coroutine' object is not callable
# warns RuntimeWarning: coroutine 'ring' was never awaited
# mended prints: ring
import asyncio
import threading


async def ring():
    print("ring")


thread = threading.Thread(target=ring())
thread.start()
thread.join()
