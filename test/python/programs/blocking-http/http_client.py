# stands still 0.4 s
# mended prints: 200
import asyncio
import http.client
import http.server
import threading
import time


class SlowHandler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        time.sleep(0.4)
        self.send_response(200)
        self.end_headers()

    def log_message(self, *args):
        pass


def serve():
    server = http.server.HTTPServer(("127.0.0.1", 0), SlowHandler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


async def status(port):
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", "/")
    answer = connection.getresponse()
    connection.close()
    return answer.status


server = serve()
print(asyncio.run(status(server.server_address[1])))
server.shutdown()
server.server_close()
