import asyncio
import time
from concurrent.futures import ThreadPoolExecutor


async def main():
    pool = ThreadPoolExecutor()
    await asyncio.get_running_loop().run_in_executor(pool, time.sleep, 0.4)
    pool.shutdown()


asyncio.run(main())
