# raises TypeError: Object of type coroutine is not JSON serializable
# warns RuntimeWarning: coroutine 'names' was never awaited
# mended prints: ["Ada"]
import asyncio
import json


async def names():
    await asyncio.sleep(0)
    return ["Ada"]


async def main():
    print(json.dumps(names()))


asyncio.run(main())
