"""Tells what this CPython really is and does.

Reads {"instances", "asyncio", "others", "names", "submodules", "subclasses", "returns", "programs"} as JSON from standard input and writes the observations as
JSON. Runs on 3.8 and newer; one process per version, so that the proof stays quick.
"""

import asyncio
import importlib
import inspect
import json
import sys
import threading
import types
import warnings

# An error in the script itself must not hide among the observations, so what programs print and warn goes to standard error.
output, sys.stdout = sys.stdout, sys.stderr
request = json.load(sys.stdin)


async def coro():
    """What programs pass where a coroutine is wanted."""


def resolve(name):
    """The object that a dotted name stands for; a missing attribute of a class is looked for on an instance, where one is told how to make."""
    parts = name.split(".")
    for end in range(len(parts), 0, -1):
        try:
            found = importlib.import_module(".".join(parts[:end]))
        except ImportError:
            continue
        for i in range(end, len(parts)):
            owner = ".".join(parts[:i])
            if not hasattr(found, parts[i]) and owner in request["instances"]:
                found = evaluate(request["instances"][owner])
            found = getattr(found, parts[i])
        return found
    raise AttributeError(name)


def evaluate(expression):
    # get_event_loop() looks for the calling module before it warns.
    names = {"coro": coro, "__name__": "program"}
    for module in "asyncio codecs concurrent.futures http.client io logging multiprocessing multiprocessing.dummy multiprocessing.pool os pathlib queue socket sqlite3 ssl subprocess tarfile tempfile threading urllib.request".split():
        importlib.import_module(module)
        names[module.split(".")[0]] = sys.modules[module.split(".")[0]]
    return eval(expression, names)


def parameters(found):
    """Names of the parameters; None where the object does not tell or takes any keyword."""
    try:
        signature = inspect.signature(found)
    except (TypeError, ValueError):
        return None
    return [p.name if p.kind is not p.VAR_KEYWORD else "**" for p in signature.parameters.values()]


def takes_loop(found):
    """3.10 kept `loop` in the signatures of locks and queues in order to refuse it."""
    if "loop" not in (parameters(found) or ()):
        return False
    if inspect.isclass(found) and sys.version_info[:2] == (3, 10):
        try:
            found(loop=None)
        except TypeError as error:
            return "As of 3.10" not in str(error)
        except Exception:
            pass
    return True


def describe(name):
    try:
        found = resolve(name)
    except (AttributeError, ImportError):
        return {"exists": False}
    made = evaluate(request["instances"][name]) if name in request["instances"] else found
    return {
        "exists": True,
        "isClass": inspect.isclass(found),
        "isCallable": callable(found),
        "isCoroutineFunction": inspect.iscoroutinefunction(found),
        "asyncWith": hasattr(made, "__aenter__"),
        "syncWith": hasattr(made, "__enter__"),
        "asyncFor": hasattr(made, "__aiter__"),
        "parameters": parameters(found),
        "takesLoop": takes_loop(found),
    }


async def describe_all():
    return {name: describe(name) for name in request["asyncio"]}


def exists(name):
    try:
        resolve(name)
        return True
    except (AttributeError, ImportError):
        return False


def holds(test):
    """True, False, or None where a name is not in this version."""
    try:
        return bool(test())
    except (AttributeError, ImportError):
        return None


def outcome(expression):
    """What evaluating an expression does: {"exception", "text", "warnings"}."""
    result = {"exception": None, "text": None, "warnings": []}
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            made = evaluate(expression)
            if inspect.iscoroutine(made):
                made.close()
        except BaseException as error:
            result["exception"] = type(error).__name__
            result["text"] = str(error)
    result["warnings"] = [[w.category.__name__, str(w.message)] for w in caught if issubclass(w.category, DeprecationWarning)]
    return result


def forget_loop():
    """As in a fresh process: nobody has set a loop. From 3.14 on, one that was unset counts as never set."""
    if sys.version_info < (3, 14):
        asyncio.set_event_loop_policy(None)
    else:
        asyncio.set_event_loop(None)


def run_program(program):
    expression, place = program["expression"], program["place"]
    forget_loop()
    if place == "main-thread":
        return outcome(expression)
    if place == "other-thread":
        results = []
        thread = threading.Thread(target=lambda: results.append(outcome(expression)), name="T")
        thread.start()
        thread.join()
        return results[0]

    async def on_loop():
        return outcome(expression)

    return asyncio.run(on_loop())


def public_names():
    """What `asyncio.` offers: functions, classes and constants, no modules."""
    names = []
    for name in sorted(set(dir(asyncio)) | set(asyncio.__all__)):
        found = getattr(asyncio, name, None)
        if not name.startswith("_") and not isinstance(found, types.ModuleType):
            names.append("asyncio." + name)
    return names


warnings.simplefilter("ignore")
observations = {
    "platform": sys.platform,
    "micro": sys.version_info[2],
    "public": public_names(),
    "asyncio": asyncio.run(describe_all()),
    "others": {name: describe(name) for name in request["others"]},
    "names": {name: exists(name) for name in request["names"]},
    "submodules": [holds(lambda: resolve(a) is resolve(b)) for a, b in request["submodules"]],
    "subclasses": [holds(lambda: issubclass(resolve(a), resolve(b))) for a, b in request["subclasses"]],
    "returns": [holds(lambda: isinstance(evaluate(a), resolve(b))) for a, b in request["returns"]],
    "programs": [run_program(program) for program in request["programs"]],
}
json.dump(observations, output)
output.flush()
