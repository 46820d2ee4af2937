import httpx
import requests


class Weather:
    def __init__(self):
        self.client = httpx.AsyncClient()

    async def close(self):
        await self.client.aclose()

    async def today(self, town):
        return requests.get(f"https://weather.example/{town}", params={"units": "c"}, timeout=5).json()
#                       ^ offer: Ask with self.client
