# 3.8: raises AttributeError: module 'asyncio' has no attribute 'to_thread'
# 3.9-: runs
# mended prints: 3
import asyncio


def count(words):
    return len(words.split())


async def main():
    print(await asyncio.to_thread(count, "a b c"))


asyncio.run(main())
