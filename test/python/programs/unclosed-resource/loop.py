# prints 3
# warns ResourceWarning: unclosed event loop ...
# mended prints: 3
import asyncio


async def price(item):
    await asyncio.sleep(0)
    return len(item)


def ask(item):
    loop = asyncio.new_event_loop()
    return loop.run_until_complete(price(item))


print(ask("tea"))
