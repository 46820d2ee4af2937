# -3.13: runs
# 3.14-3.15: warns DeprecationWarning: 'asyncio.get_event_loop_policy' is deprecated and slated for removal in Python 3.16
# 3.16: raises AttributeError: module 'asyncio' has no attribute 'get_event_loop_policy'
