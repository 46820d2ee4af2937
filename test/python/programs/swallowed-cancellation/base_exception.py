# hangs
# mended prints: TimeoutError
import asyncio


async def work():
    while True:
        try:
            await asyncio.sleep(60)
        except BaseException as error:
            print("failed:", error)


async def main():
    try:
        await asyncio.wait_for(work(), 0.1)
    except asyncio.TimeoutError as error:
        print(type(error).__name__)


asyncio.run(main())
