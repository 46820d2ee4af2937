# prints 3
# prints 4
# warns ResourceWarning: unclosed event loop ...
# mended prints: 3 | 4
import asyncio


async def price(item):
    await asyncio.sleep(0)
    return len(item)


def ask(item):
    asyncio.set_event_loop(asyncio.new_event_loop())
    return asyncio.run(price(item))


print(ask("tea"))
print(ask("milk"))
