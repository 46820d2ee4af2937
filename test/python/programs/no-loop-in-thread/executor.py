# raises RuntimeError: There is no current event loop in thread 'ThreadPoolExecutor-0_0'.
# mended prints: [3, 4]
import asyncio
from concurrent.futures import ThreadPoolExecutor


async def weigh(parcel):
    await asyncio.sleep(0)
    return len(parcel)


def weigh_in_thread(parcel):
    loop = asyncio.get_event_loop()
    return loop.run_until_complete(weigh(parcel))


with ThreadPoolExecutor(max_workers=1) as pool:
    print(list(pool.map(weigh_in_thread, ["box", "tube"])))
