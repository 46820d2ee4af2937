# raises SyntaxError: 'await' outside function
# fix: none
# mended prints: a
import asyncio


async def load(name):
    await asyncio.sleep(0)
    return name


print(await load("a"))
