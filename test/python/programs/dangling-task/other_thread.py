# prints heard of 0 errors
# mended prints: heard of 1 errors
import asyncio
import logging
import threading

records = []


class Collector(logging.Handler):
    def emit(self, record):
        records.append(record)


logging.getLogger().addHandler(Collector())


async def store(reading):
    if reading > 100:
        raise ValueError(f"impossible: {reading}")


def watch(loop):
    asyncio.run_coroutine_threadsafe(store(120), loop)


async def main():
    thread = threading.Thread(target=watch, args=(asyncio.get_running_loop(),))
    thread.start()
    while thread.is_alive():
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.05)


asyncio.run(main())
print("heard of", len(records), "errors")
