# -3.10: raises AttributeError: module 'asyncio' has no attribute 'TaskGroup'
# 3.11-: runs
