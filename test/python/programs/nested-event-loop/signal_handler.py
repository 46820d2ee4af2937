# raises RuntimeError: asyncio.run() cannot be called from a running event loop
# fix: none
import asyncio
import os
import signal


async def save():
    await asyncio.sleep(0)
    print("saved")


def on_signal(number, frame):
    coroutine = save()
    try:
        asyncio.run(coroutine)
    finally:
        coroutine.close()


async def main():
    signal.signal(signal.SIGUSR1, on_signal)
    os.kill(os.getpid(), signal.SIGUSR1)
    await asyncio.sleep(0.1)


asyncio.run(main())
