# warns RuntimeWarning: coroutine 'weigh' was never awaited
# prints <coroutine object weigh at 0x...>
# mended prints: 3
import asyncio
from concurrent.futures import ThreadPoolExecutor


async def weigh(parcel):
    await asyncio.sleep(0)
    return len(parcel)


with ThreadPoolExecutor() as pool:
    print(pool.submit(weigh, "box").result())
