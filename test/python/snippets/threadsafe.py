# prints: worked
import asyncio
import concurrent.futures


async def work():
    await asyncio.sleep(0)
    return "worked"


def in_thread(loop):
    # snippet: asyncio-threadsafe
    print(result)


async def main():
    loop = asyncio.get_running_loop()
    await loop.run_in_executor(None, in_thread, loop)


asyncio.run(main())
