# 3.8: raises AttributeError: __aexit__
# 3.9-3.10: raises AttributeError: __aenter__
# 3.11-3.13: raises TypeError: '_io.TextIOWrapper' object does not support the asynchronous context manager protocol
# 3.14-: raises TypeError: '_io.TextIOWrapper' object does not support the asynchronous context manager protocol (missed __aexit__ method)...
# warns ResourceWarning: unclosed file ...
# mended prints: import asyncio
import asyncio


async def main():
    async with open(__file__) as program:
        print(program.readline().strip())


asyncio.run(main())
