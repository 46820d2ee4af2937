"""Reads a weather station that is attached to this machine."""

import asyncio
import subprocess


def read_sensor(name):
    return subprocess.run(["sensor", name], capture_output=True, check=True).stdout


async def calibrate():
    subprocess.run(["sensor", "--calibrate"], check=True)


async def measure():
    # Called here and now, before the thread exists: the thread is handed bytes.
    return await asyncio.to_thread(read_sensor("outside"))


async def keep_measuring(store):
    # Nothing is measured: nobody awaits it.
    calibrate()
    while True:
        try:
            store(await measure())
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            # The task that was cancelled goes on forever.
            print("still here")
