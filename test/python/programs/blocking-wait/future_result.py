# stands still 0.4 s
import asyncio
import time
from concurrent.futures import ThreadPoolExecutor

pool = ThreadPoolExecutor()


async def main():
    resting = pool.submit(time.sleep, 0.4)
    resting.result()


asyncio.run(main())
