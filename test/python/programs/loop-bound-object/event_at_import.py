# -3.9: raises RuntimeError: Task ... got Future ... attached to a different loop
# -3.9: warns ResourceWarning: unclosed event loop ...
# 3.10-: runs
# fix: none
# mended prints: opened
import asyncio

opened = asyncio.Event()


async def main():
    asyncio.get_running_loop().call_later(0.05, opened.set)
    await opened.wait()
    print("opened")


asyncio.run(main())
