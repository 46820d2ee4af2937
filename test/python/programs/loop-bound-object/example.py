# -3.9: raises RuntimeError: Task ... got Future ... attached to a different loop
# -3.9: warns ResourceWarning: unclosed event loop ...
# fix: none
# 3.10-: raises RuntimeError: <asyncio.locks.Lock object at ... is bound to a different event loop
# 3.10-: prints Ada served
# 3.10-: prints Ben served
# 3.10-: prints Cid served
# -3.9: prints Ada served
# mended prints: Ada served | Ben served | Cid served | Dot served
