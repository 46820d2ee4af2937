# python: 3.9-
# stands still 0.4 s
