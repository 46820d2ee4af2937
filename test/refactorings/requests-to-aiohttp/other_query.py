import aiohttp
import requests


async def report(session: aiohttp.ClientSession):
    return requests.get("https://weather.example", params={"town": None}).text
#                   ^ nothing: Ask
