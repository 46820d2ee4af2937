# -3.10: raises TypeError: create_task() got an unexpected keyword argument 'context'
# -3.10: warns RuntimeWarning: coroutine 'ask' was never awaited
# 3.11-: runs
# fix: none
# mended prints: Ada
import asyncio
import contextvars

user = contextvars.ContextVar("user", default="nobody")


async def ask():
    return user.get()


async def main():
    context = contextvars.copy_context()
    context.run(user.set, "Ada")
    print(await asyncio.create_task(ask(), context=context))


asyncio.run(main())
