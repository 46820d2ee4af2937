# raises RuntimeError: Event loop is closed
# warns RuntimeWarning: coroutine 'count' was never awaited
# prints: 1
# fix: none
import asyncio


async def count(stock):
    return len(stock)


class Desk:
    def __init__(self):
        self.loop = asyncio.new_event_loop()

    def ask(self, stock):
        try:
            return self.loop.run_until_complete(count(stock))
        finally:
            self.loop.close()


desk = Desk()
print(desk.ask(["tea"]))
print(desk.ask(["milk"]))
