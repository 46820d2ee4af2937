# -3.10: raises ValueError: Set of coroutines/Futures is empty.
# 3.11-: raises ValueError: Set of Tasks/Futures is empty.
# fix: none
import asyncio


async def main():
    await asyncio.wait([])


asyncio.run(main())
