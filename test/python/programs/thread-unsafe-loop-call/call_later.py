# hangs
import asyncio
import threading
import time


def press(loop, pressed):
    time.sleep(0.4)
    loop.call_later(0.1, pressed.set)


async def main():
    pressed = asyncio.Event()
    threading.Thread(target=press, args=(asyncio.get_running_loop(), pressed), daemon=True).start()
    await pressed.wait()


asyncio.run(main())
