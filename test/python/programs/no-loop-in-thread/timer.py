# raises RuntimeError: There is no current event loop in thread 'Thread-1'.
# mended prints: ring
import asyncio
import threading


async def ring():
    await asyncio.sleep(0)
    print("ring")


def alarm():
    loop = asyncio.get_event_loop()
    loop.run_until_complete(ring())


threading.Timer(0.05, alarm).start()
