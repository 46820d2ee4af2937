# raises RuntimeError: This event loop is already running
# fix: none
import asyncio
import threading
import time

loop = asyncio.new_event_loop()
first = threading.Thread(target=loop.run_forever, daemon=True)
second = threading.Thread(target=loop.run_forever, daemon=True)
first.start()
time.sleep(0.1)
second.start()
second.join()
loop.call_soon_threadsafe(loop.stop)
first.join()
loop.close()
