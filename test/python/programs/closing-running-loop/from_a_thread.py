# raises RuntimeError: Cannot close a running event loop
import asyncio
import threading
import time

loop = asyncio.new_event_loop()
thread = threading.Thread(target=loop.run_forever, daemon=True)
thread.start()
time.sleep(0.1)
loop.close()
