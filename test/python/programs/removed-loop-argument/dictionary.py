# 3.8-3.9: warns DeprecationWarning: The loop argument is deprecated since Python 3.8, and scheduled for removal in Python 3.10.
# 3.10-: raises TypeError: sleep() got an unexpected keyword argument 'loop'
# mended prints: awake
import asyncio


async def main():
    options = {"loop": asyncio.get_running_loop(), "result": "awake"}
    print(await asyncio.sleep(0.01, **options))


asyncio.run(main())
