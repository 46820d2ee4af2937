# raises RuntimeError: There is no current event loop in thread 'MainThread'.
# mended prints: saved
import asyncio
import atexit


async def save():
    await asyncio.sleep(0)
    print("saved")


def save_at_exit():
    asyncio.get_event_loop().run_until_complete(save())


async def main():
    await asyncio.sleep(0)


atexit.register(save_at_exit)
asyncio.run(main())
