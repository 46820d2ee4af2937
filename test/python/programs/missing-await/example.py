# warns RuntimeWarning: coroutine 'is_member' was never awaited
# prints welcome
# mended prints:
