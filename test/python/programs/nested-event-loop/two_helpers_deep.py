# raises RuntimeError: asyncio.run() cannot be called from a running event loop
# warns RuntimeWarning: coroutine 'Scale.read' was never awaited
# mended prints: 8
import asyncio


class Scale:
    async def read(self):
        await asyncio.sleep(0)
        return 8

    def value(self):
        return asyncio.run(self.read())


def report(scale):
    return scale.value()


async def main():
    print(report(Scale()))


asyncio.run(main())
