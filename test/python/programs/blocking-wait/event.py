# stands still 0.4 s
# mended prints: True
import asyncio
import threading

opened = threading.Event()


async def main():
    threading.Timer(0.4, opened.set).start()
    print(opened.wait())


asyncio.run(main())
