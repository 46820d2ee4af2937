# -3.13: raises TypeError: unhashable type: 'list'
# 3.14-: raises TypeError: cannot use 'list' as a dict key (unhashable type: 'list')
# warns RuntimeWarning: coroutine 'ask' was never awaited
