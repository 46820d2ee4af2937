# hangs
# fix: none
import asyncio


class Hub:
    def __init__(self):
        self.loop = asyncio.get_running_loop()

    async def ask(self):
        await asyncio.sleep(0)
        return "answer"

    def answer(self):
        return asyncio.run_coroutine_threadsafe(self.ask(), self.loop).result()


async def main():
    print(Hub().answer())


asyncio.run(main())
