# raises RuntimeError: This event loop is already running
# warns RuntimeWarning: coroutine 'ring' was never awaited
# prints: ring
# mended prints: ring | ring
import asyncio
import threading


async def ring():
    await asyncio.sleep(0.2)
    print("ring")


class Bell(threading.Thread):
    def __init__(self, loop):
        super().__init__()
        self.loop = loop

    def run(self):
        self.loop.run_until_complete(ring())


loop = asyncio.new_event_loop()
bells = [Bell(loop) for _ in range(2)]
for bell in bells:
    bell.start()
for bell in bells:
    bell.join()
loop.close()
