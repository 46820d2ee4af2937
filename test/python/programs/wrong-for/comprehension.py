# raises TypeError: 'async_generator' object is not iterable
# mended prints: [2]
import asyncio


async def rows():
    await asyncio.sleep(0)
    yield 1


async def main():
    print([row + 1 for row in rows()])


asyncio.run(main())
