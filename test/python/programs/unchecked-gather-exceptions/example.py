# raises TypeError: unsupported operand type(s) for +: 'int' and 'OSError'
# mended prints: 7
async def litres(tank):
    if tank == "leaky":
        raise OSError("no answer")
    return 7


print(asyncio.run(total(["full", "leaky"], litres)))
