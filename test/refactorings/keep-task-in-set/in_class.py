import asyncio


class Bell:
    def __init__(self, tone):
        self.tone = tone

    async def ring(self):
        await asyncio.sleep(1)

    async def press(self):
        ringing = asyncio.create_task(self.ring())
#       ^ offer: Keep the task in a set
        print(ringing.get_name())
