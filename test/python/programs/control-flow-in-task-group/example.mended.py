print(asyncio.run(find([0.1, 1])))
