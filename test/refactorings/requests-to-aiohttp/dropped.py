import aiohttp
import requests


async def report(day):
    async with aiohttp.ClientSession() as session:
        requests.post("https://weather.example", json={"day": day})
#                ^ offer: Ask with session
        async with session.get("https://weather.example/last") as last:
            return await last.json()
