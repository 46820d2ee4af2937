# prints: sent
import asyncio
import logging
from typing import Coroutine

# snippet: asyncio-background


async def send():
    await asyncio.sleep(0)
    print("sent")


async def main():
    start_in_background(send())
    await asyncio.sleep(0.01)
    assert not background_tasks


asyncio.run(main())
