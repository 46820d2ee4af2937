# prints 3
# warns ResourceWarning: unclosed event loop ...
# mended prints: 3
print(total(["tea"]))
