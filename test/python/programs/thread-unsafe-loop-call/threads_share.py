# raises RuntimeError: This event loop is already running
# warns RuntimeWarning: coroutine 'ring' was never awaited
# prints: ring
# mended prints: ring | ring
import asyncio
import threading

loop = asyncio.new_event_loop()


async def ring():
    await asyncio.sleep(0.2)
    print("ring")


def press():
    loop.run_until_complete(ring())


threads = [threading.Thread(target=press) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
loop.close()
