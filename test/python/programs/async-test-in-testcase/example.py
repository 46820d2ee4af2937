# warns RuntimeWarning: coroutine 'StampTest.test_value' was never awaited
# 3.11-3.13: warns DeprecationWarning: It is deprecated to return a value that is not None from a test case (<bound method StampTest.test_value of <...>>)
# 3.14-: warns DeprecationWarning: It is deprecated to return a value that is not None from a test case...
# prints passed
# mended prints: ...
import io

runner = unittest.TextTestRunner(stream=io.StringIO())
result = runner.run(unittest.defaultTestLoader.loadTestsFromTestCase(StampTest))
print("passed" if result.wasSuccessful() else "failed")
