import aiohttp
import requests


async def report(session: aiohttp.ClientSession, known: str):
    return known or requests.get("https://weather.example").text
#                            ^ nothing: Ask
