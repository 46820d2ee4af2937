# raises RuntimeError: Cannot close a running event loop
# logs Exception in callback ...
import asyncio


def finish(loop):
    loop.stop()
    loop.close()


loop = asyncio.new_event_loop()
loop.call_soon(finish, loop)
loop.run_forever()
loop.close()
