# raises SyntaxError: 'await' outside async function
# fix: none
import asyncio


async def weight(parcel):
    await asyncio.sleep(0)
    return len(parcel)


async def main():
    weigh = lambda parcel: await weight(parcel)
    print(weigh("box"))


asyncio.run(main())
