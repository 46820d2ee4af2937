# stands still 0.4 s
# mended prints: (7,)
import asyncio
import sqlite3
import time


def slow():
    time.sleep(0.4)
    return 7


async def visits():
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    connection.create_function("visits", 0, slow)
    cursor = connection.cursor()
    cursor.execute("select visits()")
    found = cursor.fetchone()
    connection.close()
    return found


print(asyncio.run(visits()))
