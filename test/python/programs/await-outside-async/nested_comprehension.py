# -3.10: raises SyntaxError: asynchronous comprehension outside of an asynchronous function
# 3.11-: runs
# fix: none
import asyncio


async def rows(count):
    for row in range(count):
        yield row


async def main():
    print([[row async for row in rows(count)] for count in range(3)])


asyncio.run(main())
