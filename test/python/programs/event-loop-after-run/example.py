# raises RuntimeError: There is no current event loop in thread 'MainThread'.
