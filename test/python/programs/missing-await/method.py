# warns RuntimeWarning: coroutine 'Garden.water' was never awaited
# mended prints: watered
import asyncio


class Garden:
    async def water(self):
        await asyncio.sleep(0)
        print("watered")

    async def tend(self):
        self.water()


asyncio.run(Garden().tend())
