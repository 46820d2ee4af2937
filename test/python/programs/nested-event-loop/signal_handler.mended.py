import asyncio
import os
import signal


async def save():
    await asyncio.sleep(0)
    print("saved")


async def main():
    due = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, due.set)
    os.kill(os.getpid(), signal.SIGUSR1)
    await due.wait()
    await save()


asyncio.run(main())
