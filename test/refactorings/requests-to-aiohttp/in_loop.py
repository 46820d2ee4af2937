import aiohttp
import requests


async def report(session: aiohttp.ClientSession, towns: list):
    last = None
    for town in towns:
        answer = requests.get(f"https://weather.example/{town}")
#                         ^ nothing: Ask
        if answer.ok:
            last = answer
    return last
