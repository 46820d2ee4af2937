import httpx
import requests


async def report(session: httpx.AsyncClient):
    return requests.get("https://weather.example", stream=True)
#          ^ nothing: Ask
