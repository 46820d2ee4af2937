# stands still 0.4 s
# mended prints: slow and steady
import asyncio
import os
import threading
import time


def write_late():
    time.sleep(0.4)
    with open("motto.txt", "w") as file:
        file.write("slow and steady")


async def motto():
    with open("motto.txt") as file:
        return file.read()


# A pipe with a name is a file that is slow to come.
os.mkfifo("motto.txt")
threading.Thread(target=write_late).start()
print(asyncio.run(motto()))
