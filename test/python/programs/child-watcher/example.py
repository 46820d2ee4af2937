# -3.11: runs
# 3.12-3.13: warns DeprecationWarning: 'SafeChildWatcher' is deprecated as of Python 3.12 and will be removed in Python 3.14.
# 3.12-3.13: warns DeprecationWarning: 'set_child_watcher' is deprecated as of Python 3.12 and will be removed in Python 3.14.
# 3.14-: raises AttributeError: module 'asyncio' has no attribute 'set_child_watcher'
