# stands still 0.4 s
# mended prints: b'rested\n'
import asyncio
import subprocess


async def rest():
    return subprocess.check_output("sleep 0.4; echo rested", shell=True)


print(asyncio.run(rest()))
