# raises RuntimeError: There is no current event loop in thread 'bell'.
# mended prints: ring
import asyncio
import threading


async def ring():
    await asyncio.sleep(0)
    print("ring")


class Bell(threading.Thread):
    def run(self):
        asyncio.get_event_loop().run_until_complete(ring())


Bell(name="bell").start()
