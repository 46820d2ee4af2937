# stands still 0.4 s
# mended prints: 3
import asyncio
import multiprocessing
import time


def count(words):
    time.sleep(0.4)
    return len(words.split())


async def main(pool):
    counting = pool.apply_async(count, ("a b c",))
    print(counting.get())


pool = multiprocessing.Pool(1)
asyncio.run(main(pool))
pool.close()
pool.join()
