# python: 3.9-
# prints nobody
# mended prints: Ada
import asyncio
import contextvars

user = contextvars.ContextVar("user", default="nobody")


async def main():
    user.set("Ada")
    loop = asyncio.get_running_loop()
    print(await loop.run_in_executor(None, user.get))


asyncio.run(main())
