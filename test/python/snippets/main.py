# snippet: asyncio-main
