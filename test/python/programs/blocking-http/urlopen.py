# stands still 0.4 s
# mended prints: 200
import asyncio
import http.server
import threading
import time
import urllib.request


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
    answer = urllib.request.urlopen(f"http://127.0.0.1:{port}/")
    answer.close()
    return answer.status


server = serve()
print(asyncio.run(status(server.server_address[1])))
server.shutdown()
server.server_close()
