# raises RuntimeError: There is no current event loop in thread 'mixer'.
# mended prints: smooth
import asyncio
import threading


async def stir():
    await asyncio.sleep(0)
    return "smooth"


class Mixer(threading.Thread):
    def __init__(self):
        super().__init__(name="mixer")
        self.mixing_loop = None

    def run(self):
        self.mixing_loop = asyncio.get_event_loop()
        print(self.mixing_loop.run_until_complete(stir()))


mixer = Mixer()
mixer.start()
mixer.join()
