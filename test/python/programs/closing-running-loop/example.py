# raises RuntimeError: Cannot close a running event loop
