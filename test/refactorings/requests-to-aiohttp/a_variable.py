import aiohttp
import requests


async def forecast(session: aiohttp.ClientSession, town: str):
    answer = requests.get("https://weather.example", params={"town": town, "days": 3}, timeout=5)
#                     ^ offer: Ask with session
    if answer.status_code == 404:
        return None

    # Everything else is an error.
    answer.raise_for_status()
    days = answer.json()["days"]
    print(town, len(days))
    return days
