# hangs
import asyncio
import threading
import time


class Bell:
    def __init__(self, rung: asyncio.Event):
        self.rung = rung

    def press(self):
        time.sleep(0.4)
        self.rung.set()


async def main():
    rung = asyncio.Event()
    threading.Thread(target=Bell(rung).press, daemon=True).start()
    await rung.wait()


asyncio.run(main())
