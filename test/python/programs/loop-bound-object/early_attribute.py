# python: 3.8-3.9
# raises RuntimeError: Task ... got Future ... attached to a different loop
# warns ResourceWarning: unclosed event loop ...
# fix: none
import asyncio


class Pool:
    def __init__(self):
        self.turn = asyncio.Lock()

    async def use(self):
        async with self.turn:
            await asyncio.sleep(0)


pool = Pool()


async def main():
    await asyncio.gather(pool.use(), pool.use())


asyncio.run(main())
