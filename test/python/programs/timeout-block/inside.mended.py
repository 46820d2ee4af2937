import asyncio


async def dig():
    await asyncio.sleep(60)


async def main():
    try:
        async with asyncio.timeout(0.1):
            await dig()
    except TimeoutError:
        print("too late")


asyncio.run(main())
