# -3.9: warns DeprecationWarning: The loop argument is deprecated since Python 3.8, and scheduled for removal in Python 3.10.
# 3.10-: raises TypeError: sleep() got an unexpected keyword argument 'loop'
