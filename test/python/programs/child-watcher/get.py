# -3.11: runs
# 3.12-3.13: warns DeprecationWarning: 'get_child_watcher' is deprecated as of Python 3.12 and will be removed in Python 3.14.
# 3.14-: raises AttributeError: module 'asyncio' has no attribute 'get_child_watcher'
# fix: none
import asyncio


async def main():
    watcher = asyncio.get_child_watcher()
    print(watcher.is_active())


asyncio.run(main())
