# raises TypeError: coroutines cannot be used with add_signal_handler()
# mended prints: stop
import asyncio
import os
import signal


async def stop():
    print("stop")


async def main():
    asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, stop)
    os.kill(os.getpid(), signal.SIGUSR1)
    await asyncio.sleep(0.1)


asyncio.run(main())
