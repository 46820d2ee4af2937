# warns RuntimeWarning: coroutine 'StampTest.test_value' was never awaited
# 3.11-: warns DeprecationWarning: It is deprecated to return a value that is not None from a test case...
# prints passed
# mended prints: failed
import asyncio
import io
import unittest


async def value():
    await asyncio.sleep(0)
    return 81


class StampTest(unittest.TestCase):
    async def test_value(self):
        self.assertEqual(await value(), 80)


runner = unittest.TextTestRunner(stream=io.StringIO())
result = runner.run(unittest.defaultTestLoader.loadTestsFromTestCase(StampTest))
print("passed" if result.wasSuccessful() else "failed")
