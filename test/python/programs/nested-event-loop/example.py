# fix: none
# raises RuntimeError: asyncio.run() cannot be called from a running event loop
# warns RuntimeWarning: coroutine 'price' was never awaited
