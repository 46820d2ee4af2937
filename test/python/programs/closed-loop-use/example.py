# raises RuntimeError: Event loop is closed
# prints 1
# warns RuntimeWarning: coroutine 'count' was never awaited
# mended prints: 1 | 2
