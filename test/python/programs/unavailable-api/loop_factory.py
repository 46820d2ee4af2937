# -3.11: raises TypeError: run() got an unexpected keyword argument 'loop_factory'
# -3.11: warns RuntimeWarning: coroutine 'main' was never awaited
# 3.12-: runs
# fix: none
# mended prints: done
import asyncio


async def main():
    await asyncio.sleep(0)
    print("done")


asyncio.run(main(), loop_factory=asyncio.new_event_loop)
