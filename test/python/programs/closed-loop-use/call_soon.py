# raises RuntimeError: Event loop is closed
import asyncio


async def main():
    await asyncio.sleep(0)


loop = asyncio.new_event_loop()
try:
    loop.run_until_complete(main())
finally:
    loop.close()
loop.call_soon(print, "done")
