import asyncio
import time

import requests


async def fetch_price(symbol):
    time.sleep(0.1)
    return requests.get(f"https://prices.example/{symbol}").json()


def latest_price(symbol):
    return asyncio.run(fetch_price(symbol))


async def report(symbols):
    for symbol in symbols:
        print(symbol, latest_price(symbol))


asyncio.run(report(["AAPL", "MSFT"]))
