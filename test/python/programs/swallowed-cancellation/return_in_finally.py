# python: 3.8-3.13
# raises AssertionError: it was not cancelled: no level
# mended prints: cancelled
import asyncio


async def level():
    value = "no level"
    try:
        await asyncio.sleep(5)
        value = "half full"
    finally:
        await asyncio.sleep(0)
        return value


async def main():
    task = asyncio.ensure_future(level())
    await asyncio.sleep(0)
    task.cancel()
    try:
        value = await task
    except asyncio.CancelledError:
        print("cancelled")
    else:
        raise AssertionError(f"it was not cancelled: {value}")


asyncio.run(main())
