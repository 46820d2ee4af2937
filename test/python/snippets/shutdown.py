# prints: stopping
import asyncio
import os
import signal
import threading


async def serve():
    threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGTERM)).start()
    try:
        await asyncio.sleep(60)
    finally:
        print("stopping")


# snippet: asyncio-shutdown
