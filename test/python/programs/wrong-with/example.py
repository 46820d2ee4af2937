# 3.8: raises RuntimeError: "yield from" should be used as context manager expression
# 3.9-3.10: raises AttributeError: __enter__
# 3.11-3.13: raises TypeError: 'Lock' object does not support the context manager protocol
# 3.14-: raises TypeError: 'Lock' object does not support the context manager protocol (missed __exit__ method)...
# mended prints: 1
async def main():
    counter = Counter()
    await counter.add()
    print(counter.value)


asyncio.run(main())
