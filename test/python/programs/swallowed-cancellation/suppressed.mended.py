import asyncio


async def work():
    while True:
        await asyncio.sleep(60)


async def main():
    try:
        await asyncio.wait_for(work(), 0.1)
    except asyncio.TimeoutError as error:
        print(type(error).__name__)


asyncio.run(main())
