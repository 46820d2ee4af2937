import aiohttp
import requests


async def report(session: aiohttp.ClientSession):
    return requests.get("https://weather.example")
#                   ^ nothing: Ask
