# settings: {"severity": {"prefer-to-thread": "off"}}
import asyncio
from functools import partial


async def pack(data, squeeze):
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(None, partial(squeeze, data, level=9))
#                     ^ offer: Use asyncio.to_thread()
