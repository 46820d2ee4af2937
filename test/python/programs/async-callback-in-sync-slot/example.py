# warns RuntimeWarning: coroutine 'report' was never awaited
# mended prints: done
