# raises TypeError: 'async_generator' object is not iterable
# mended prints: 1
import asyncio


async def rows():
    await asyncio.sleep(0)
    yield 1


async def main():
    print(sum(rows()))


asyncio.run(main())
