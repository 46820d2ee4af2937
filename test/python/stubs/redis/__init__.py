"""Stands in for redis, in the one respect that matters here: one client waits for an answer, the other can be awaited."""

import time


class Redis:
    def get(self, key):
        time.sleep(0.4)
        return 7
