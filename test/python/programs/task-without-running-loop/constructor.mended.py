import asyncio


class Clock:
    def __init__(self):
        self.ticker = asyncio.create_task(self.tick())

    async def tick(self):
        await asyncio.sleep(0)


async def main():
    await Clock().ticker


asyncio.run(main())
