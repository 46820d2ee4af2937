import aiohttp
import requests


async def report(session: aiohttp.ClientSession, town: str):
    answer = requests.get(f"https://weather.example/{town}")
#                     ^ nothing: Ask
    if answer.ok:
        print(answer.elapsed)
    return answer.json()
