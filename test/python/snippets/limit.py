# prints: ['item 0', 'item 1', 'item 2'] ... 10 at most
import asyncio

running = most = 0


async def fetch(item):
    global running, most
    running += 1
    most = max(most, running)
    await asyncio.sleep(0.01)
    running -= 1
    return item


async def main():
    items = [f"item {number}" for number in range(50)]
    # snippet: asyncio-limit
    print(results[:3], "...", most, "at most")


asyncio.run(main())
