import asyncio


async def weight(parcel):
    await asyncio.sleep(0)
    return len(parcel)


async def main():
    async def weigh(parcel):
        return await weight(parcel)

    print(await weigh("box"))


asyncio.run(main())
