# python: 3.11-
# raises asyncio.exceptions.CancelledError
# raises TimeoutError
# logs unhandled exception during asyncio.run() shutdown
# prints 1
# mended prints: 1 | saved
async def main():
    async for tick in ticks(1):
        print(tick)
        # Work of whoever iterates, which is no business of the generator.
        await asyncio.sleep(1.2)
        print("saved")
        break


asyncio.run(main())
