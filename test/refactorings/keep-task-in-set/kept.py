import asyncio

tasks = set()


async def ring():
    await asyncio.sleep(1)


async def press():
    ringing = asyncio.create_task(ring())
#   ^ nothing: Keep
    tasks.add(ringing)
    ringing.add_done_callback(tasks.discard)
