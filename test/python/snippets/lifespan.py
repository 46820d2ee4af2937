# prints: serving Pool | closed
import asyncio
import contextlib
from typing import AsyncIterator

from fastapi import FastAPI


class Pool:
    async def close(self):
        await asyncio.sleep(0)
        print("closed")


async def open_pool():
    await asyncio.sleep(0)
    return Pool()


# snippet: asyncio-lifespan


async def main():
    async with app.router.lifespan_context(app):
        print("serving", type(app.state.pool).__name__)


asyncio.run(main())
