# raises TypeError: 'async_generator' object is not iterable
# mended prints: 0 | 1 | 2
