# stands still 0.4 s
# mended prints: 7
import asyncio

print(asyncio.run(visits("start")))
