# 3.8: warns DeprecationWarning: Task.all_tasks() is deprecated, use asyncio.all_tasks() instead
# 3.9-: raises AttributeError: type object '_asyncio.Task' has no attribute 'all_tasks'
# mended prints: 1
import asyncio


async def main():
    print(len(asyncio.Task.all_tasks()))


asyncio.run(main())
