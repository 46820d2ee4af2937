# raises RuntimeError: Cannot run the event loop while another loop is running
# warns RuntimeWarning: coroutine 'weigh' was never awaited
# mended prints: 3
import asyncio


async def weigh(parcel):
    await asyncio.sleep(0)
    return len(parcel)


async def main():
    loop = asyncio.new_event_loop()
    try:
        print(loop.run_until_complete(weigh("box")))
    finally:
        loop.close()


asyncio.run(main())
