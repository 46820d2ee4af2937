# stands still 0.4 s
# mended prints: tea
import asyncio
import queue
import threading
import time

orders = queue.Queue()


def take_order():
    time.sleep(0.4)
    orders.put("tea")


async def main():
    threading.Thread(target=take_order).start()
    print(orders.get())


asyncio.run(main())
