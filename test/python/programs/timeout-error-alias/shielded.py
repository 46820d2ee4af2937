# -3.10: raises asyncio.exceptions.TimeoutError
# 3.9-3.10: raises asyncio.exceptions.CancelledError
# 3.11-: runs
# mended prints: late
import asyncio


async def fetch():
    await asyncio.sleep(60)


async def main():
    task = asyncio.ensure_future(fetch())
    try:
        await asyncio.wait_for(asyncio.shield(task), 0.1)
    except TimeoutError:
        print("late")


asyncio.run(main())
