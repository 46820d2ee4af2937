import asyncio


class Kitchen:
    async def dinner(self, guests):
        soup, cake, _ = await asyncio.gather(self.cook("soup", guests), self.bake("cake"), self.lay(guests))
        return soup, cake

    async def cook(self, dish, guests): ...

    async def bake(self, dish): ...

    async def lay(self, guests): ...


asyncio.run(Kitchen().dinner(4))
