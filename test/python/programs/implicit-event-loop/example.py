# -3.11: runs
# 3.12-3.13: warns DeprecationWarning: There is no current event loop
# 3.14-: raises RuntimeError: There is no current event loop in thread 'MainThread'.
