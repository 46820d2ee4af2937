# raises RuntimeError: Cannot close a running event loop
# warns ResourceWarning: unclosed event loop ...
import asyncio
import threading
import time

loop = asyncio.new_event_loop()
loop.call_soon(time.sleep, 0.3)
thread = threading.Thread(target=loop.run_forever)
thread.start()
time.sleep(0.1)
loop.call_soon_threadsafe(loop.stop)
loop.close()
