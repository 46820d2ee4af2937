# raises TypeError: '<' not supported between instances of 'coroutine' and 'coroutine'
# warns RuntimeWarning: coroutine 'weight' was never awaited
# fix: none
import asyncio


async def weight(parcel):
    await asyncio.sleep(0)
    return len(parcel)


async def main():
    print(sorted(["tube", "box"], key=weight))


asyncio.run(main())
