# hangs
# mended prints: tea
import asyncio
import threading
import time


def serve(order: asyncio.Future):
    time.sleep(0.4)
    order.set_result("tea")


async def main():
    order = asyncio.get_running_loop().create_future()
    threading.Thread(target=serve, args=(order,), daemon=True).start()
    print(await order)


asyncio.run(main())
