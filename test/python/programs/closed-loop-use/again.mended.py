import asyncio


async def count(stock):
    return len(stock)


class Desk:
    def ask(self, stock):
        return asyncio.run(count(stock))


desk = Desk()
print(desk.ask(["tea"]))
print(desk.ask(["milk"]))
