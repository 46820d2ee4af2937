import aiohttp


async def forecast(session: aiohttp.ClientSession, town: str):
    async with session.get("https://weather.example", params={"town": town, "days": 3}, timeout=aiohttp.ClientTimeout(sock_connect=5, sock_read=5)) as answer:
        if answer.status == 404:
            return None

        # Everything else is an error.
        answer.raise_for_status()
        days = (await answer.json(content_type=None))["days"]
    print(town, len(days))
    return days
