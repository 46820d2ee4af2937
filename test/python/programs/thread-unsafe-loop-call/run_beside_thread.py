# raises RuntimeError: This event loop is already running
# warns RuntimeWarning: coroutine 'ring' was never awaited
# mended prints: ring
import asyncio
import threading
import time


class Bell:
    def __init__(self):
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()

    def ring(self):
        return self.loop.run_until_complete(ring())

    def close(self):
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()


async def ring():
    print("ring")


bell = Bell()
time.sleep(0.1)
try:
    bell.ring()
finally:
    bell.close()
