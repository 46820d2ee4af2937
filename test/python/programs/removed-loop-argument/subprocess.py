# -3.9: warns DeprecationWarning: The loop argument is deprecated since Python 3.8 and scheduled for removal in Python 3.10.
# 3.10-: raises TypeError: ...BaseSubprocessTransport.__init__() got multiple values for argument 'loop'
# 3.10-: raises AttributeError: '_UnixSubprocessTransport' object has no attribute '_closed'
# mended prints: 0
import asyncio


async def main():
    process = await asyncio.create_subprocess_exec("true", loop=asyncio.get_running_loop())
    print(await process.wait())


asyncio.run(main())
