import asyncio


async def weigh(parcel):
    await asyncio.sleep(0)
    return len(parcel)


async def main():
    print(await weigh("box"))


asyncio.run(main())
