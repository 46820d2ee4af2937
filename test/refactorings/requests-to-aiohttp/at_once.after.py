import aiohttp
import requests


class Weather:
    def __init__(self):
        self.session = aiohttp.ClientSession()

    async def close(self):
        await self.session.close()

    async def today(self, town):
        try:
            async with self.session.get(f"https://weather.example/{town}", headers={"Accept": "text/plain"}) as response:
                text = (await response.text()).strip()
        except OSError:
            return None
        return text, requests.codes.ok
