# stands still 0.4 s
import asyncio
import socket
import time


def slow(*args, **kwargs):
    time.sleep(0.4)
    return "192.0.2.1"


socket.gethostbyname = slow
socket.getaddrinfo = slow
asyncio.run(address("host.example"))
