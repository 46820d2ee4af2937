# -3.9: raises RuntimeError: There is no current event loop in thread 'Thread-1'.
# 3.10-: raises RuntimeError: There is no current event loop in thread 'Thread-1 (in_thread)'.
