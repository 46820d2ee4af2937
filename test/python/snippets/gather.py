# prints: milk failed: ValueError('sour')
import asyncio


async def fetch(item):
    await asyncio.sleep(0)
    if item == "milk":
        raise ValueError("sour")
    return item


async def main():
    items = ["tea", "milk"]
    # snippet: asyncio-gather


asyncio.run(main())
