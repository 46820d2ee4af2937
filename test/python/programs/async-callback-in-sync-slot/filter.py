# warns RuntimeWarning: coroutine 'is_heavy' was never awaited
# prints ['tube', 'box']
# mended prints: ['tube']
# fix: none
import asyncio


async def is_heavy(parcel):
    await asyncio.sleep(0)
    return len(parcel) > 3


async def main():
    print(list(filter(is_heavy, ["tube", "box"])))


asyncio.run(main())
