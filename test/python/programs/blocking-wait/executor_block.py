# stands still 0.4 s
# fix: none
import asyncio
import time
from concurrent.futures import ThreadPoolExecutor


async def main():
    with ThreadPoolExecutor() as pool:
        pool.submit(time.sleep, 0.4)


asyncio.run(main())
