# prints: stopping
import asyncio
import os
import signal
import threading


def not_implemented(self, number, callback, *args):
    raise NotImplementedError


# As on Windows.
asyncio.SelectorEventLoop.add_signal_handler = not_implemented


async def serve():
    threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGTERM)).start()
    try:
        await asyncio.sleep(60)
    finally:
        print("stopping")


# snippet: asyncio-shutdown
