# raises TypeError: 'int' object is not callable
# prints counted
# mended prints: counted
import asyncio
import threading


def count():
    print("counted")
    return 1


async def main():
    thread = threading.Thread(target=count())
    thread.start()
    await asyncio.sleep(0.1)


asyncio.run(main())
