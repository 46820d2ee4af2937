"""Runs small programs in which chance decides, and tells what was seen of the function `f` of each.

Reads a JSON list of {"source", "lines"} and writes one of what was seen: `walks` (the lines that it came by, of those asked for, and
how it ended), `raised`, `suspended`, and `bindings`: where each name was bound last when control came to a line. What programs may use is in `names`: `c()` is true or false, `boom()` raises E or
does not, `await s()` is resumed or cancelled, and so on.
"""

import asyncio
import json
import os
import random
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import stage  # noqa: E402
from stage import Abort, E, F, Manager, Suspension, Swallowing, drive, m, stop  # noqa: E402

RUNS = 40
MOST_CHOICES = 25


class Chance:
    def start(self, seed):
        self.random = random.Random(seed)
        self.left = MOST_CHOICES
        self.rounds = 4
        self.is_over = False

    def choose(self):
        self.left -= 1
        if self.left < 0:
            self.is_over = True
            raise Abort
        return self.random.random() < 0.35


chance = Chance()


class Value:
    """Stands for any value: two values, an object with an attribute and items. Each is a new one, so that a new binding is seen."""

    @property
    def a(self):
        return Value()

    @a.setter
    def a(self, value):
        pass

    def __eq__(self, other):
        return chance.choose()

    def __iter__(self):
        return iter((Value(), Value()))

    def __getitem__(self, key):
        return 1

    def __setitem__(self, key, value):
        pass

    def __delitem__(self, key):
        pass

    def __add__(self, other):
        return self

    def __lt__(self, other):
        return chance.choose()


def enough():
    """Ends loops that nothing else ends."""
    chance.rounds -= 1
    return chance.rounds < 0


def boom(*arguments):
    if chance.choose():
        raise F if chance.choose() else E
    return Value()


class Items:
    def __iter__(self):
        return self

    def __next__(self):
        if chance.choose():
            raise StopIteration
        return Value()

    def __aiter__(self):
        return self

    async def __anext__(self):
        await Suspension()
        if chance.choose():
            raise StopAsyncIteration
        return Value()


def group(*arguments):
    if chance.choose():
        raise ExceptionGroup('', [E()] if chance.choose() else [E(), ValueError()])  # noqa: F821


stage.chance = chance
stage.Value = Value
names = dict(
    c=chance.choose, enough=enough, m=m, boom=boom, stop=stop, s=lambda *_: Suspension(), it=lambda *_: Items(), cm=Manager, swallow=Swallowing,
    group=group, decorated=lambda *_: lambda function: lambda: function, E=E, F=F, C=asyncio.CancelledError, K=Value,
)


class Seen:
    def __init__(self, lines):
        self.lines = set(lines)
        self.walks = set()
        self.raised = set()
        self.suspended = set()
        self.bindings = set()

    def start(self, code):
        self.code = code
        self.walk = []
        self.before = 0
        self.values = {}
        self.bound = {}

    def trace(self, frame, event, argument):
        if frame.f_code is not self.code:
            return None
        if not chance.is_over and event == 'line':
            self.line(frame)
        elif not chance.is_over and event == 'exception':
            self.exception(frame.f_lineno, argument[0])
        return self.trace

    def line(self, frame):
        line = frame.f_lineno
        if line in self.lines:
            self.walk.append(line)
        values = dict(frame.f_locals)
        for name in 'xyz':
            if name not in values:
                self.bound[name] = 'unbound'
            elif values[name] is not self.values.get(name):
                self.bound[name] = self.before
            self.bindings.add((line, name, self.bound[name]))
        self.values = values
        self.before = line

    def exception(self, line, kind):
        if issubclass(kind, NameError):
            chance.is_over = True
        elif not issubclass(kind, (Abort, StopIteration, StopAsyncIteration, GeneratorExit)):
            self.raised.add((line, 'cancel' if issubclass(kind, asyncio.CancelledError) else 'error'))


def run_once(seen, code, seed):
    scope = dict(names)
    chance.start(seed)
    exec(code, scope)
    function = scope['f']
    seen.start(function.__code__)
    made = None
    sys.settrace(seen.trace)
    try:
        made = function()
        drive(made, seen.suspended)
        end = 'returned'
    except Abort:
        return
    except BaseException as error:
        end = 'cancelled' if isinstance(error, asyncio.CancelledError) else 'raised'
    finally:
        sys.settrace(None)
    # What is unbound ends what is looked at, as does the end of all choices, even where the program took the exception.
    if not chance.is_over:
        seen.walks.add((*seen.walk, end))


def observe(program):
    try:
        code = compile(program['source'], 'program', 'exec')
    except SyntaxError as error:
        return {'cannotRun': str(error)}
    seen = Seen(program['lines'])
    for seed in range(RUNS):
        run_once(seen, code, seed)
    return {name: sorted(getattr(seen, name), key=str) for name in ('walks', 'raised', 'suspended', 'bindings')}


sys.unraisablehook = lambda _: None
json.dump([observe(program) for program in json.load(sys.stdin)], sys.stdout)
