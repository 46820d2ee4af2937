# settings: {"severity": {"prefer-to-thread": "off"}}
import asyncio


async def pack(data, squeeze):
    return await asyncio.to_thread(squeeze, data, level=9)
