import asyncio
import time


async def main():
    try:
        async with asyncio.timeout(0.1):
            await asyncio.to_thread(time.sleep, 0.4)
    except TimeoutError:
        print("given up")


asyncio.run(main())
