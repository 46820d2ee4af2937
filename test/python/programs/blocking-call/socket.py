# stands still 0.4 s
# mended prints: b'tea'
import asyncio
import socket
import threading
import time


def serve_late(server):
    client, _ = server.accept()
    with server, client:
        time.sleep(0.4)
        client.sendall(b"tea")


async def order(address):
    receiver = socket.create_connection(address)
    ordered = receiver.recv(10)
    receiver.close()
    return ordered


server = socket.create_server(("127.0.0.1", 0))
address = server.getsockname()
threading.Thread(target=serve_late, args=(server,)).start()
print(asyncio.run(order(address)))
