# warns ResourceWarning: unclosed ...
# prints b'hello\n'
# mended prints: b'hello\n'
async def main():
    async def echo(reader, writer):
        writer.write(await reader.readline())
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(echo, "127.0.0.1", 0)
    print(await ask(server.sockets[0].getsockname()[1], "hello\n"))
    server.close()


asyncio.run(main())
