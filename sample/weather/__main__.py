"""python -m weather"""

import asyncio

from weather.client import fetch_all, fetch_with_retries
from weather.station import keep_measuring


def forecast(city):
    return asyncio.run(fetch_with_retries(city))


async def report(city):
    # A loop runs here already; forecast() starts another.
    print(city, forecast(city))


async def main():
    loop = asyncio.get_event_loop()
    # Nobody keeps the task: it may be collected before it ends.
    loop.create_task(keep_measuring(print))
    city = input("City: ")
    await report(city)
    print(await fetch_all(["Oslo", "Lima"]))


def deadline():
    # No loop runs here: a warning on Python 3.12 and 3.13, an error on 3.14.
    return asyncio.get_event_loop().time() + 60


if __name__ == "__main__":
    print(deadline())
    asyncio.run(main())
