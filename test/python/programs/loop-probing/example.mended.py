async def work():
    return 42


async def main():
    found = await start(work())
    print(type(found).__name__)
    await found


print(type(finish(work())).__name__)
asyncio.run(main())
