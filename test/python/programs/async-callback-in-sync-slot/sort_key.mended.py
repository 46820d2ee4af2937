import asyncio


def weight(parcel):
    return len(parcel)


async def main():
    print(sorted(["tube", "box"], key=weight))


asyncio.run(main())
