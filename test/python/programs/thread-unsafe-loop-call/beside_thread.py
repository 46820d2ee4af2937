# hangs
import asyncio
import threading
import time


class Runner:
    def __init__(self):
        self.loop = asyncio.new_event_loop()
        self.rung = threading.Event()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()

    async def ring(self):
        self.rung.set()

    def submit(self):
        self.loop.create_task(self.ring())

    def close(self):
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()


runner = Runner()
time.sleep(0.2)
runner.submit()
runner.rung.wait()
runner.close()
