# python: 3.11-
# prints late
# mended prints: [0.1, 1]
import time


async def main():
    start = time.monotonic()
    await find([0.1, 1])
    print("late" if time.monotonic() - start > 0.9 else "at once")


asyncio.run(main())
