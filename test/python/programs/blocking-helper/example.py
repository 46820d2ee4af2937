# python: 3.9-
# stands still 1 s
