import asyncio


class Pool:
    def __init__(self):
        self.turn = asyncio.Lock()

    async def use(self):
        async with self.turn:
            await asyncio.sleep(0)


async def main():
    pool = Pool()
    await asyncio.gather(pool.use(), pool.use())


asyncio.run(main())
