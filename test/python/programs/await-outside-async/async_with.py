# raises SyntaxError: 'async with' outside async function
# mended prints: held
import asyncio


class Desk:
    def __init__(self, lock):
        self.lock = lock

    def hold(self):
        async with self.lock:
            print("held")


async def main():
    Desk(asyncio.Lock()).hold()


asyncio.run(main())
