import asyncio


class Redis:
    async def get(self, key):
        await asyncio.sleep(0.4)
        return 7
