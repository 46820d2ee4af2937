# -3.10: raises AttributeError: module 'asyncio' has no attribute 'timeout'
# 3.11-: runs
# mended prints: done
import asyncio


async def main():
    async with asyncio.timeout(5):
        await asyncio.sleep(0)
    print("done")


asyncio.run(main())
