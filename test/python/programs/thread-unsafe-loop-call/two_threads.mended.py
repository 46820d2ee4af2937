import asyncio
import threading

loop = asyncio.new_event_loop()
first = threading.Thread(target=loop.run_forever, daemon=True)
first.start()
loop.call_soon_threadsafe(loop.stop)
first.join()
loop.close()
