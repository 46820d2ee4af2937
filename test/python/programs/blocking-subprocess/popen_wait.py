# stands still 0.4 s
# mended prints: 0
import asyncio
import subprocess


async def rest():
    process = subprocess.Popen(["sleep", "0.4"])
    return process.wait()


print(asyncio.run(rest()))
