import asyncio


class Bell:
    def __init__(self, tone):
        self._tasks: set[asyncio.Task] = set()
        self.tone = tone

    async def ring(self):
        await asyncio.sleep(1)

    async def press(self):
        ringing = asyncio.create_task(self.ring())
        self._tasks.add(ringing)
        ringing.add_done_callback(self._tasks.discard)
        print(ringing.get_name())
