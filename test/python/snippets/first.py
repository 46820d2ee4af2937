# prints: near
import asyncio


async def ask(server):
    await asyncio.sleep(0.01 if server == "near" else 60)
    return server


async def main():
    servers = ["far", "near"]
    # snippet: asyncio-first
    print(result)


asyncio.run(main())
