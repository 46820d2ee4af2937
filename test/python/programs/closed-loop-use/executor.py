# raises RuntimeError: Event loop is closed
import asyncio


async def main():
    await asyncio.sleep(0)


def work():
    return 3


loop = asyncio.new_event_loop()
loop.run_until_complete(main())
loop.close()
loop.run_in_executor(None, work)
