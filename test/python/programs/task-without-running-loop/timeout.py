# python: 3.11-
# raises RuntimeError: no running event loop
# fix: none
import asyncio


def limit():
    return asyncio.timeout(1)


limit()
