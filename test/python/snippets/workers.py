# prints: 20 done
import asyncio
import logging
from typing import Iterable

done = []


async def process(item):
    await asyncio.sleep(0)
    done.append(item)


# snippet: asyncio-workers


async def main():
    await process_all(f"item {number}" for number in range(20))
    print(len(done), "done")


asyncio.run(main())
