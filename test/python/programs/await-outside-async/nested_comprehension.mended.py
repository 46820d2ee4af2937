import asyncio


async def rows(count):
    for row in range(count):
        yield row


async def main():
    table = []
    for count in range(3):
        table.append([row async for row in rows(count)])
    print(table)


asyncio.run(main())
