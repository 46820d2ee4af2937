import httpx
import requests


async def report(day):
    async with httpx.AsyncClient() as session:
        answer = requests.post("https://weather.example", json={"day": day})
#                ^ offer: Ask with session
        answer.raise_for_status()
        return await session.get("https://weather.example/last")
