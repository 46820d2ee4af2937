# hangs
# mended prints: stopped
import asyncio
import threading
import time


def stop_later(loop: asyncio.AbstractEventLoop):
    time.sleep(0.4)
    loop.stop()


loop = asyncio.new_event_loop()
threading.Thread(target=stop_later, args=(loop,), daemon=True).start()
loop.run_forever()
loop.close()
print("stopped")
