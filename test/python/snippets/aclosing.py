# python: 3.10-
# prints: closed
import asyncio
import contextlib


async def rows():
    try:
        yield 1
        await asyncio.sleep(0)
        yield 2
    finally:
        await asyncio.sleep(0)
        print("closed")


async def main():
    # snippet: asyncio-aclosing


asyncio.run(main())
