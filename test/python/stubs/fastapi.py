"""Stands in for FastAPI, in the one respect that matters here: an application enters its lifespan."""

import types


class FastAPI:
    def __init__(self, lifespan):
        self.state = types.SimpleNamespace()
        self.router = types.SimpleNamespace(lifespan_context=lifespan)
