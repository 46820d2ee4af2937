"""Runs small programs with all that chance may decide in them, and tells what was seen.

Reads a JSON list of {"source", "runs"} and writes one of what was observed in the function `f` of each. What programs
may use is in `names`: `c()` is true or false, `boom()` raises E or does not, `await s()` is resumed or cancelled, and so on.
"""

import ast
import asyncio
import json
import os
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import stage  # noqa: E402
from stage import Abort, E, F, Manager, Suspension, Swallowing, drive, m, stop  # noqa: E402

MOST_CHOICES = 9


class Chance:
    """Goes through all sequences of choices, one a run."""

    def __init__(self):
        self.given = []

    def start(self):
        self.made = []
        self.is_over = False

    def choose(self):
        place = len(self.made)
        if place >= MOST_CHOICES:
            self.is_over = True
            raise Abort
        value = self.given[place] if place < len(self.given) else False
        self.made.append(value)
        return value

    def advance(self):
        made = self.made[:MOST_CHOICES]
        while made and made[-1]:
            made.pop()
        if not made:
            return False
        self.given = made[:-1] + [True]
        return True


chance = Chance()


def c():
    return chance.choose()


class Value:
    """Stands for any value: two values, a mapping, an object with an attribute."""

    a = 1

    def __bool__(self):
        return chance.choose()

    def __iter__(self):
        return iter((Value(), Value()))

    def __getitem__(self, key):
        return Value()

    def __setitem__(self, key, value):
        pass

    def __delitem__(self, key):
        pass

    def __lt__(self, other):
        return chance.choose()


def pick():
    """One of the values that patterns tell apart."""
    if chance.choose():
        return 1 if chance.choose() else 'a'
    if chance.choose():
        return [Value(), Value()] if chance.choose() else {'a': Value()}
    return Value()


def boom(*arguments):
    if chance.choose():
        raise E
    return Value()


def s(*arguments):
    return Suspension()


class Items:
    def __iter__(self):
        return self

    def __next__(self):
        if chance.choose():
            return Value()
        raise StopIteration

    def __aiter__(self):
        return self

    async def __anext__(self):
        await Suspension()
        if chance.choose():
            return Value()
        raise StopAsyncIteration


def it(*arguments):
    return Items()


def group(*arguments):
    if chance.choose():
        raise ExceptionGroup('', [F() if chance.choose() else E()])  # noqa: F821


def decorated(function):
    return function


stage.chance = chance
stage.Value = Value
names = dict(
    c=c, m=m, boom=boom, stop=stop, s=s, it=it, cm=Manager, swallow=Swallowing, group=group, pick=pick, decorated=decorated,
    E=E, F=F, C=asyncio.CancelledError, K=Value,
)


def kind_of(exception):
    return 'cancel' if issubclass(exception, asyncio.CancelledError) else 'error'


def read_by_line(function):
    """Locals that are read in each line, but for those that the line itself binds before."""
    read, bound = {}, {}
    names = set()
    work = list(function.body)
    while work:
        node = work.pop()
        if isinstance(node, ast.Name):
            (read if isinstance(node.ctx, ast.Load) else bound).setdefault(node.lineno, set()).add(node.id)
            if not isinstance(node.ctx, ast.Load):
                names.add(node.id)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef, ast.GeneratorExp, ast.ListComp, ast.SetComp)):
            continue
        if isinstance(node, ast.ExceptHandler) and node.name:
            names.add(node.name)
        children = list(ast.iter_child_nodes(node))
        if isinstance(node, ast.Assign):
            # Targets are bound when all is read.
            children = [node.value, *(one for one in node.targets if not isinstance(one, ast.Name))]
            names.update(one.id for one in node.targets if isinstance(one, ast.Name))
        work.extend(children)
    names.update(one.arg for one in function.args.args)
    return {line: (found & names) - bound.get(line, set()) for line, found in read.items()}


class Seen:
    def __init__(self, source):
        self.first = {}
        tree = ast.parse(source)
        self.read = read_by_line(next(node for node in tree.body if getattr(node, 'name', '') == 'f'))
        for node in ast.walk(tree):
            for handler in getattr(node, 'handlers', ()):
                self.first.setdefault(handler.body[0].lineno, handler.lineno)
        self.edges = set()
        self.paths = set()
        self.loads = set()
        self.suspends = set()
        self.ends = set()
        self.raised = set()
        self.escaped = set()
        self.handles = set()
        self.before = {}
        self.after = {}
        self.code = None

    def start(self):
        self.bound = {}
        self.passed = []

    def trace(self, frame, event, argument):
        if frame.f_code is not self.code:
            return None
        if chance.is_over:
            return self.trace
        if event == 'line':
            self.names(frame)
            self.line(frame.f_lineno)
        elif event == 'exception':
            self.exception(frame.f_lineno, argument[0], argument[1])
        return self.trace

    def names(self, frame):
        """What is another object than before was bound by the line before; what is read in the line that comes has that definition."""
        before = self.passed[-1] if self.passed else frame.f_code.co_firstlineno
        values = frame.f_locals
        for name in [name for name in self.bound if name not in values]:
            del self.bound[name]
        for name, value in values.items():
            known = self.bound.get(name)
            if known is None or known[0] is not value:
                self.bound[name] = (value, before)
        for name in self.read.get(frame.f_lineno, ()):
            known = self.bound.get(name)
            self.loads.add((frame.f_lineno, name, known[1] if known else 'unbound'))

    def exception(self, line, kind, value):
        if issubclass(kind, NameError):
            # A name that is not bound is no exception that the graph speaks of.
            chance.is_over = True
        elif not issubclass(kind, (Abort, StopIteration, StopAsyncIteration, GeneratorExit)):
            self.raised.add((line, kind_of(kind)))
            if isinstance(value, BaseException) and not hasattr(value, 'line'):
                value.line = line

    def line(self, line):
        if self.passed:
            self.edges.add((self.passed[-1], line))
        self.paths.update((before, line) for before in set(self.passed))
        self.passed.append(line)
        if line in self.first:
            exception = sys.exc_info()[0]
            if exception is not None and not issubclass(exception, Abort):
                self.handles.add((self.first[line], kind_of(exception)))

    def over(self):
        """A run came to its end: what has always been seen before and after each line?"""
        earlier = set()
        for line in self.passed:
            if line not in earlier:
                self.before[line] = self.before.get(line, earlier) & earlier
                earlier = earlier | {line}
        later = set()
        for line in reversed(self.passed):
            self.after[line] = self.after.get(line, later) & later
            later = later | {line}


def run_once(seen, code):
    scope = dict(names)
    chance.start()
    seen.start()
    exec(code, scope)
    function = scope['f']
    seen.code = function.__code__
    sys.settrace(seen.trace)
    try:
        drive(function(*[Value() for _ in range(function.__code__.co_argcount)]), seen.suspends)
        end = 'returned'
    except Abort:
        return
    except BaseException as error:
        end = 'cancelled' if isinstance(error, asyncio.CancelledError) else 'raised'
        if not chance.is_over and hasattr(error, 'line'):
            seen.escaped.add(error.line)
    finally:
        sys.settrace(None)
    if not chance.is_over:
        seen.ends.add(end)
        seen.over()


def observe(source, runs):
    code = compile(source, 'page', 'exec')
    seen = Seen(source)
    chance.given = []
    for _ in range(runs):
        run_once(seen, code)
        if not chance.advance():
            break
    kept = ('edges', 'paths', 'loads', 'suspends', 'ends', 'raised', 'escaped', 'handles')
    found = {name: sorted(getattr(seen, name), key=str) for name in kept}
    for name in ('before', 'after'):
        found[name] = [[line, other] for line, others in getattr(seen, name).items() for other in sorted(others)]
    return found


def answer(program):
    try:
        return observe(program['source'], program['runs'])
    except SyntaxError as error:
        return {'cannotRun': str(error)}


# Coroutines that a cut-off run leaves behind are no concern here.
sys.unraisablehook = lambda _: None
json.dump([answer(program) for program in json.load(sys.stdin)], sys.stdout)
