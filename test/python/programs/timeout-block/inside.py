# python: 3.11-
# raises asyncio.exceptions.CancelledError
# raises TimeoutError
# mended prints: too late
import asyncio


async def dig():
    await asyncio.sleep(60)


async def main():
    async with asyncio.timeout(0.1):
        try:
            await dig()
        except TimeoutError:
            print("too late")


asyncio.run(main())
