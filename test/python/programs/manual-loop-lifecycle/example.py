# prints TypeError
# warns ResourceWarning: unclosed event loop ...
# mended prints: TypeError
try:
    ask(None)
except TypeError as error:
    print(type(error).__name__)
