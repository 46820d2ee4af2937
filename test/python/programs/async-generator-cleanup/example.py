# python: 3.10-
# prints storm
# prints searched on
# prints closed
# mended prints: closed | storm | searched on
import asyncio


class Handle:
    def __init__(self, days):
        self.days = days

    async def close(self):
        print("closed")

    async def __aiter__(self):
        for day in self.days:
            yield day


async def main():
    day = await first_storm(Handle(["sun", "storm", "rain"]))
    print(day)
    print("searched on")


asyncio.run(main())
