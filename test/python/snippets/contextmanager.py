# prints: used | closed
import asyncio
import contextlib
from typing import AsyncIterator


class Connection:
    async def close(self):
        await asyncio.sleep(0)
        print("closed")


async def open_connection(address):
    await asyncio.sleep(0)
    return Connection()


# snippet: asyncio-contextmanager


async def main():
    async with connection("host.example"):
        print("used")


asyncio.run(main())
