# prints int
# prints Task
# mended prints: int | Task
async def work():
    return 42


async def main():
    found = finish(work())
    print(type(found).__name__)
    await found


print(type(finish(work())).__name__)
asyncio.run(main())
