import aiohttp
import requests


class Weather:
    def __init__(self):
        self.session = aiohttp.ClientSession()

    async def close(self):
        await self.session.close()

    async def today(self, town):
        try:
            text = requests.get(
#                           ^ offer: Ask with self.session
                f"https://weather.example/{town}",
                headers={"Accept": "text/plain"},
            ).text.strip()
        except OSError:
            return None
        return text, requests.codes.ok
