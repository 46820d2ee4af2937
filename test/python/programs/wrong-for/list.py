# raises TypeError: 'async for' requires an object with __aiter__ method, got list
# mended prints: tea
import asyncio


async def main():
    async for item in ["tea"]:
        print(item)


asyncio.run(main())
