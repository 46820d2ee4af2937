# hangs
import asyncio
import threading
import time


async def ring(rung):
    rung.set()


def press(loop: asyncio.AbstractEventLoop, rung: asyncio.Event):
    time.sleep(0.4)
    loop.create_task(ring(rung))


async def main():
    rung = asyncio.Event()
    threading.Thread(target=press, args=(asyncio.get_running_loop(), rung), daemon=True).start()
    await rung.wait()


asyncio.run(main())
