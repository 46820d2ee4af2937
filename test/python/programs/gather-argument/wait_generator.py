# -3.11: raises TypeError: expect a list of futures, not generator
# 3.12-: runs
# mended prints: 2
import asyncio


async def ask(team):
    await asyncio.sleep(0)
    return team


async def main():
    tasks = [asyncio.create_task(ask("owls")), asyncio.create_task(ask("cats"))]
    done, pending = await asyncio.wait(task for task in tasks)
    print(len(done))


asyncio.run(main())
