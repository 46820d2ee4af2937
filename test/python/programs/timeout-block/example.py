# python: 3.11-
# 3.11-3.13: raises TypeError: 'Timeout' object does not support the context manager protocol
# 3.14-: raises TypeError: 'Timeout' object does not support the context manager protocol (missed __exit__ method)...
# mended prints: water
async def bore():
    await asyncio.sleep(0)
    return "water"


print(asyncio.run(well(bore)))
