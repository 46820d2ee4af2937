# hangs
# fix: none
# input: tea
