# python: 3.11-
# raises RuntimeError: Cannot run the event loop while another loop is running
# raises RuntimeError: Runner.run() cannot be called from a running event loop
# warns RuntimeWarning: coroutine 'weigh' was never awaited
# warns RuntimeWarning: coroutine 'BaseEventLoop.shutdown_asyncgens' was never awaited
# fix: none
# mended prints: 3
import asyncio


async def weigh(parcel):
    await asyncio.sleep(0)
    return len(parcel)


async def main():
    with asyncio.Runner() as runner:
        print(runner.run(weigh("box")))


asyncio.run(main())
