# input: Ada
# stands still 0.4 s
# mended prints: Ada
import asyncio
import sys


async def ask():
    return sys.stdin.readline().strip()


print(asyncio.run(ask()))
