# 3.8: warns DeprecationWarning: Task.current_task() is deprecated, use asyncio.current_task() instead
# 3.9-: raises AttributeError: type object '_asyncio.Task' has no attribute 'current_task'
# mended prints: False
import asyncio


async def main():
    print(asyncio.Task.current_task().done())


asyncio.run(main())
