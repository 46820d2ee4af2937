# python: 3.11-
# stands still 0.4 s
# prints too slow for 0.1 s
# fix: none
# mended prints: given up
import asyncio
import hashlib
import time


def mine(seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        hashlib.sha256(b"x" * 1000)


async def main():
    async with asyncio.timeout(0.1):
        mine(0.4)
    print("too slow for 0.1 s")


asyncio.run(main())
