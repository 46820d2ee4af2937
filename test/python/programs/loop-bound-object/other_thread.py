# 3.10-: raises RuntimeError: <Queue at ... is bound to a different event loop
# -3.9: raises RuntimeError: Task ... got Future ... attached to a different loop
# fix: none
import asyncio
import threading


class Bridge:
    def __init__(self):
        self.inbox = asyncio.Queue(maxsize=1)

    def press(self):
        for text in ["one", "two", "three"]:
            asyncio.run(self.inbox.put(text))

    async def serve(self):
        waiting = asyncio.ensure_future(self.inbox.get())
        await asyncio.sleep(0)
        thread = threading.Thread(target=self.press)
        thread.start()
        await asyncio.sleep(0.2)
        waiting.cancel()


async def main():
    await Bridge().serve()


asyncio.run(main())
