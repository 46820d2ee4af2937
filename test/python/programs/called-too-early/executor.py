# raises TypeError: 'int' object is not callable
# mended prints: 3
import asyncio


def count(words):
    return len(words.split())


async def main():
    print(await asyncio.get_running_loop().run_in_executor(None, count("a b c")))


asyncio.run(main())
