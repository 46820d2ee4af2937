# raises RuntimeError: no running event loop
# warns RuntimeWarning: coroutine 'Clock.tick' was never awaited
# fix: none
import asyncio


class Clock:
    def __init__(self):
        self.ticker = asyncio.create_task(self.tick())

    async def tick(self):
        await asyncio.sleep(0)


Clock()
