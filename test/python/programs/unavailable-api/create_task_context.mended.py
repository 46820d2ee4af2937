import asyncio
import contextvars

user = contextvars.ContextVar("user", default="nobody")


async def ask():
    return user.get()


async def main():
    context = contextvars.copy_context()
    context.run(user.set, "Ada")
    print(await context.run(asyncio.ensure_future, ask()))


asyncio.run(main())
