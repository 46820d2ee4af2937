# python: 3.9
"""Asks."""

import asyncio


async def answer(server):
    return await asyncio.wait_for(server.readline(), timeout=5)
