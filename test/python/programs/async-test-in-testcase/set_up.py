# warns RuntimeWarning: coroutine 'StampTest.setUp' was never awaited
# prints failed
# mended prints: passed
import asyncio
import io
import unittest


class StampTest(unittest.TestCase):
    async def setUp(self):
        await asyncio.sleep(0)
        self.value = 80

    def test_value(self):
        self.assertEqual(self.value, 80)


runner = unittest.TextTestRunner(stream=io.StringIO())
result = runner.run(unittest.defaultTestLoader.loadTestsFromTestCase(StampTest))
print("passed" if result.wasSuccessful() else "failed")
