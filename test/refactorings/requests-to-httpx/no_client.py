import httpx
import requests


async def report(day):
    answer = requests.post("https://weather.example", json={"day": day})
#            ^ nothing: Ask
    async with httpx.AsyncClient() as session:
        return answer, await session.get("https://weather.example/last")
