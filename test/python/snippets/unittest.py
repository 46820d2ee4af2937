# prints: passed
import asyncio
import io
import unittest


class Shop:
    async def fetch(self):
        await asyncio.sleep(0)
        return "tea"

    async def close(self):
        await asyncio.sleep(0)


async def open_shop():
    await asyncio.sleep(0)
    return Shop()


# snippet: asyncio-unittest


runner = unittest.TextTestRunner(stream=io.StringIO())
result = runner.run(unittest.defaultTestLoader.loadTestsFromTestCase(FetchTest))
print("passed" if result.wasSuccessful() else "failed")
