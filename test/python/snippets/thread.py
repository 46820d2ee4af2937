# python: 3.9-
# prints: 3
import asyncio


def blocking_function(words):
    return len(words.split())


async def main():
    argument = "a b c"
    # snippet: asyncio-thread
    print(result)


asyncio.run(main())
