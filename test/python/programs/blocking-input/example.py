# python: 3.9-
# input: Ada
# stands still 0.4 s
# prints Name: 
# mended prints: Name: 
