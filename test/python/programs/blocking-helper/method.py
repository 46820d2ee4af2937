# stands still 0.4 s
# mended prints: ready
import asyncio
import time


class Oven:
    def heat(self):
        time.sleep(0.4)
        return "ready"

    def prepare(self):
        return self.heat()

    async def bake(self):
        print(self.prepare())


asyncio.run(Oven().bake())
