"""Stands in for pytest and pytest-asyncio, in the one respect that matters here: tests can be marked."""


class mark:
    @staticmethod
    def asyncio(test):
        print("marked asyncio")
        return test
