# prints: marked asyncio
import asyncio

import pytest


async def fetch():
    await asyncio.sleep(0)
    return "tea"


# snippet: asyncio-pytest


asyncio.run(test_fetch())
