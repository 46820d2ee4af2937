# stands still 0.4 s
import asyncio
import threading
import time


async def main():
    thread = threading.Thread(target=time.sleep, args=(0.4,))
    thread.start()
    thread.join()


asyncio.run(main())
