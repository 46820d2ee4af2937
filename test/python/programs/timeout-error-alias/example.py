# -3.10: raises asyncio.exceptions.TimeoutError
# 3.9-3.10: raises asyncio.exceptions.CancelledError
# 3.11-: runs
# mended prints: no link
wait_for = asyncio.wait_for
# Nobody wants to wait for 5 seconds.
asyncio.wait_for = lambda link, seconds: wait_for(link, seconds / 50)
asyncio.run(open_link(asyncio.sleep(60)))
