# hangs
# mended prints: TimeoutError
class Source:
    async def read(self):
        await asyncio.sleep(60)


async def main():
    try:
        await asyncio.wait_for(poll(Source()), 0.1)
    except asyncio.TimeoutError as error:
        print(type(error).__name__)


asyncio.run(main())
