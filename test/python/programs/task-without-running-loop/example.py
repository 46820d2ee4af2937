# raises RuntimeError: no running event loop
# warns RuntimeWarning: coroutine 'work' was never awaited
