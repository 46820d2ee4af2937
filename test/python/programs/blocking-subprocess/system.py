# stands still 0.4 s
# mended prints: 0
import asyncio
import os


async def rest():
    return os.system("sleep 0.4")


print(asyncio.run(rest()))
