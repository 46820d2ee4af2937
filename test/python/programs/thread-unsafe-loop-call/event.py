# hangs
import asyncio
import threading
import time


class Bell:
    def __init__(self):
        self.loop = asyncio.get_running_loop()
        self.rung = asyncio.Event()

    def press(self):
        time.sleep(0.4)
        self.rung.set()


async def main():
    bell = Bell()
    threading.Thread(target=bell.press, daemon=True).start()
    await bell.rung.wait()


asyncio.run(main())
