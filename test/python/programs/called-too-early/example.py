# python: 3.9-
# raises TypeError: 'int' object is not callable
# mended prints: 3
