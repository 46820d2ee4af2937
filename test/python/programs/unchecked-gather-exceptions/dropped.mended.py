import asyncio


async def fill(tank):
    if tank == "leaky":
        raise OSError("no answer")


async def main():
    for result in await asyncio.gather(fill("full"), fill("leaky"), return_exceptions=True):
        if isinstance(result, BaseException):
            print(repr(result))
    print("done")


asyncio.run(main())
