import asyncio


async def is_heavy(parcel):
    await asyncio.sleep(0)
    return len(parcel) > 3


async def main():
    print([parcel for parcel in ["tube", "box"] if await is_heavy(parcel)])


asyncio.run(main())
