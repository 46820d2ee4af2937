# settings: {"severity": {"prefer-to-thread": "off"}}
import asyncio


async def pack(pool, data, squeeze):
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(pool, squeeze, data)
#                     ^ nothing: to_thread
