# raises SyntaxError: 'async for' outside async function
# mended prints: 1
import asyncio


async def rows():
    await asyncio.sleep(0)
    yield 1


def show():
    async for row in rows():
        print(row)


async def main():
    show()


asyncio.run(main())
