# prints done
# mended prints: OSError('no answer') | done
import asyncio


async def fill(tank):
    if tank == "leaky":
        raise OSError("no answer")


async def main():
    await asyncio.gather(fill("full"), fill("leaky"), return_exceptions=True)
    print("done")


asyncio.run(main())
