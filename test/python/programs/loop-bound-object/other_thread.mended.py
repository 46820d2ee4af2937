import asyncio
import threading


class Bridge:
    def __init__(self):
        self.loop = asyncio.get_running_loop()
        self.inbox = asyncio.Queue(maxsize=1)

    def press(self):
        for text in ["one", "two", "three"]:
            asyncio.run_coroutine_threadsafe(self.inbox.put(text), self.loop).result()

    async def serve(self):
        threading.Thread(target=self.press).start()
        for _ in range(3):
            print(await self.inbox.get())


async def main():
    await Bridge().serve()


asyncio.run(main())
