"""What programs under observation share, and how what they give is run to its end.

Who observes sets `chance`, which decides, and `Value`, which stands for any value.
"""

import asyncio
import inspect

chance = None
Value = None


class E(Exception):
    pass


class F(E):
    pass


class Halt(BaseException):
    pass


class Abort(BaseException):
    """Nothing after this is looked at."""


def m(*arguments, **keywords):
    return Value()


def stop():
    raise Halt


class Suspension:
    def __await__(self):
        yield 'suspended'
        return Value()


class Manager:
    swallows = False

    def __init__(self, *arguments):
        pass

    def __enter__(self):
        return Value()

    def __exit__(self, kind, value, trace):
        return self.swallows and kind is not None and issubclass(kind, E)

    async def __aenter__(self):
        await Suspension()
        return Value()

    async def __aexit__(self, kind, value, trace):
        await Suspension()
        return self.swallows and kind is not None and issubclass(kind, E)


class Swallowing(Manager):
    swallows = True


def drive(made, suspended):
    """Runs what a function gave to its end; `suspended` is told of each line at which it waits."""
    waits = lambda: tell(made, suspended)  # noqa: E731
    if inspect.isasyncgen(made):
        drive_generator(waits, lambda step: finish(waits, step), made.__anext__, made.athrow)
    elif inspect.iscoroutine(made):
        finish(waits, made)
    elif inspect.isgenerator(made):
        drive_generator(waits, lambda step: step, made.__next__, made.throw)


def tell(made, suspended):
    frame = getattr(made, 'cr_frame', None) or getattr(made, 'gi_frame', None) or getattr(made, 'ag_frame', None)
    if frame is not None and not chance.is_over:
        suspended.add(frame.f_lineno)


def finish(waits, awaitable):
    """Steps an awaitable; each time that it waits, chance decides whether it is cancelled."""
    steps = awaitable.__await__()
    try:
        steps.send(None)
        while True:
            waits()
            if chance.choose():
                steps.throw(asyncio.CancelledError())
            else:
                steps.send(None)
    except StopIteration:
        pass


def drive_generator(waits, complete, advance, throw):
    try:
        complete(advance())
        while True:
            waits()
            if chance.choose():
                complete(throw(E()))
            else:
                complete(advance())
    except (StopIteration, StopAsyncIteration):
        pass
