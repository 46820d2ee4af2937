# python: 3.11-
# prints: blue
import asyncio


async def load_settings():
    await asyncio.sleep(0)
    return "blue"


async def serve(settings):
    await asyncio.sleep(0)
    print(settings)


# snippet: asyncio-runner
