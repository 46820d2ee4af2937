import asyncio


class Kitchen:
    async def dinner(self, guests):
        soup = await self.cook("soup", guests)
#       ^ offer: Run all 3 at the same time with asyncio.gather()
        cake = await self.bake("cake")
        await self.lay(guests)
        return soup, cake

    async def cook(self, dish, guests): ...

    async def bake(self, dish): ...

    async def lay(self, guests): ...


asyncio.run(Kitchen().dinner(4))
