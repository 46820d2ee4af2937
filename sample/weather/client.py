"""Asks weather services."""

import asyncio
import time

import aiohttp
import requests


async def fetch(session, city):
    async with session.get(f"https://weather.example/{city}") as answer:
        return await answer.json()


async def fetch_all(cities):
    # aiohttp's session is an asynchronous context manager.
    with aiohttp.ClientSession() as session:
        # gather takes awaitables one by one, not in a list.
        return await asyncio.gather([fetch(session, city) for city in cities])


async def fetch_with_retries(city, attempts=3):
    for attempt in range(attempts):
        try:
            return requests.get(f"https://weather.example/{city}", timeout=5).json()
        except requests.ConnectionError:
            # Every other task waits as well.
            time.sleep(2**attempt)
    return None
