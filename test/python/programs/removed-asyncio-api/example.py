# -3.13: runs
# 3.14-3.15: warns DeprecationWarning: 'asyncio.iscoroutinefunction' is deprecated and slated for removal in Python 3.16; use inspect.iscoroutinefunction() instead
# 3.16: raises AttributeError: module 'asyncio' has no attribute 'iscoroutinefunction'...
# mended prints: True
