# python: 3.11-
# raises ExceptionGroup: unhandled errors in a TaskGroup (1 sub-exception)
# raises ConnectionError: closed
# mended prints: sent hello
class Session:
    is_open = False

    async def __aenter__(self):
        self.is_open = True
        return self

    async def __aexit__(self, *exc_info):
        self.is_open = False

    async def send(self, letter):
        await asyncio.sleep(0.05)
        if not self.is_open:
            raise ConnectionError("closed")
        print("sent", letter)


asyncio.run(main(Session, ["hello"]))
