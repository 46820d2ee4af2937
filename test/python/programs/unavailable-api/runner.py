# -3.10: raises AttributeError: module 'asyncio' has no attribute 'Runner'...
# fix: none
# 3.11-: runs
# mended prints: done
import asyncio


async def main():
    await asyncio.sleep(0)
    print("done")


with asyncio.Runner() as runner:
    runner.run(main())
