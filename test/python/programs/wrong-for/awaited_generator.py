# raises TypeError: object async_generator can't be used in 'await' expression
# mended prints: 1
import asyncio


async def rows():
    await asyncio.sleep(0)
    yield 1


async def main():
    for row in await rows():
        print(row)


asyncio.run(main())
