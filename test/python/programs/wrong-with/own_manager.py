# -3.10: raises AttributeError: __enter__
# 3.11-3.13: raises TypeError: '_AsyncGeneratorContextManager' object does not support the context manager protocol
# 3.14-: raises TypeError: '_AsyncGeneratorContextManager' object does not support the context manager protocol (missed __exit__ method)...
# mended prints: open | in | closed
import asyncio
import contextlib


@contextlib.asynccontextmanager
async def gate():
    await asyncio.sleep(0)
    print("open")
    yield
    print("closed")


async def main():
    with gate():
        print("in")


asyncio.run(main())
