"""Judges fixed code by CPython's own means, apart from what made the fix: reads cases as JSON, prints what is broken in them.

A case is {"name", "files": [{"path", "isNotebook", "before", "after"}]}, all Python files of a project before and after one fix. What was
wrong before is no matter of the fix. Code that this Python cannot compile, because it is too new or too old for it, is passed over.
"""

import ast
import builtins
import collections
import importlib
import inspect
import json
import os
import symtable
import sys
import warnings

warnings.simplefilter("ignore")

ALWAYS_THERE = {*dir(builtins), "__file__", "__path__", "__annotations__", "__builtins__", "__class__", "__module__", "__qualname__", "__conditional_annotations__", "get_ipython", "display", "In", "Out"}
AWAITABLE_THOUGH_PLAIN = {"gather", "shield", "ensure_future", "create_task", "wrap_future"}
# Importing some others opens a browser or prints; these are the ones that fixes speak of.
STANDARD_LIBRARY = {"asyncio", "collections", "concurrent", "contextlib", "functools", "inspect", "queue", "socket", "subprocess", "threading", "time", "types", "unittest"}
NEVER_ASYNC = (ast.Constant, ast.List, ast.Tuple, ast.Dict, ast.Set, ast.ListComp, ast.SetComp, ast.DictComp, ast.JoinedStr, ast.BinOp, ast.Compare, ast.Lambda)
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


class Module:
    """What one text says of its names."""

    def __init__(self, text, is_notebook):
        self.error = self.tree = None
        flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT if is_notebook else 0
        try:
            compile(text.encode(), "fixture", "exec", flags)
        except (SyntaxError, ValueError) as error:
            self.error = str(error)
            return
        self.tree = compile(text.encode(), "fixture", "exec", flags | ast.PyCF_ONLY_AST)
        self.nodes = list(ast.walk(self.tree))
        try:
            table = symtable.symtable(text, "fixture", "exec")
        except SyntaxError:
            table = None  # Python takes an await at the top of a notebook only where it compiles.
        self.bound = {symbol.get_name() for symbol in table.get_symbols() if is_bound(symbol)} if table else self.stored()
        self.used = set()
        for each in tables(table) if table else ():
            for symbol in each.get_symbols():
                if symbol.is_declared_global() and symbol.is_assigned():
                    self.bound.add(symbol.get_name())
                if symbol.is_referenced() and (symbol.is_global() or (each is table and not is_bound(symbol))):
                    self.used.add(symbol.get_name())
        if not table:
            self.used = {node.id for node in self.nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
        self.has_star = any(isinstance(node, ast.ImportFrom) and node.names[0].name == "*" for node in self.nodes)
        self.undefined = self.used - self.bound - ALWAYS_THERE
        self.named_in_strings = set(names_in_strings(self.tree))

    def stored(self):
        names = {node.id for node in self.nodes if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)}
        names |= {node.name for node in self.nodes if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.ExceptHandler)) and node.name}
        names |= {node.arg for node in self.nodes if isinstance(node, ast.arg)}
        return names | {name for name, _ in self.imports()}

    def imports(self):
        """Each name that an import binds, wherever it stands, with the dotted path it stands for."""
        for node in self.nodes:
            if isinstance(node, ast.Import):
                for alias in node.names:
                    yield alias.asname or alias.name.split(".")[0], alias.name if alias.asname else alias.name.split(".")[0]
            elif isinstance(node, ast.ImportFrom):
                for alias in node.names:
                    yield alias.asname or alias.name, "." * node.level + (node.module or "") + "." + alias.name

    def used_too_early(self):
        """Names that the module's own code reads before anything binds them."""
        reads, binds = [], collections.defaultdict(lambda: (float("inf"), 0))
        pending = [self.tree]
        while pending:
            node = pending.pop()
            if isinstance(node, FUNCTIONS):
                if not isinstance(node, ast.Lambda):
                    binds[node.name] = min(binds[node.name], (node.lineno, node.col_offset))
                    pending += node.decorator_list
                pending += [*node.args.defaults, *(default for default in node.args.kw_defaults if default)]
                continue
            if isinstance(node, (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.ClassDef)):
                if isinstance(node, ast.ClassDef):
                    binds[node.name] = min(binds[node.name], (node.lineno, node.col_offset))
                    pending += [*node.decorator_list, *node.bases]
                continue
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                for alias in node.names:
                    name = (alias.asname or alias.name).split(".")[0]
                    binds[name] = min(binds[name], (node.lineno, node.col_offset))
            elif isinstance(node, ast.Name):
                if isinstance(node.ctx, ast.Load):
                    reads.append((node.id, (node.lineno, node.col_offset)))
                else:
                    binds[node.id] = min(binds[node.id], (node.lineno, 0))
            elif isinstance(node, ast.ExceptHandler) and node.name:
                binds[node.name] = min(binds[node.name], (node.lineno, 0))
            pending += ast.iter_child_nodes(node)
        return {name for name, place in reads if name in self.bound and place < binds[name] and binds[name][0] != float("inf")}

    def unawaitable(self):
        """What is awaited, or gone through with `async for`, though it can be neither; as source, with the reason."""
        found = collections.Counter()
        for node in self.nodes:
            if isinstance(node, ast.Await):
                reason = self.why_not_awaitable(node.value)
            elif isinstance(node, (ast.AsyncFor, ast.comprehension)) and (isinstance(node, ast.AsyncFor) or node.is_async):
                reason = self.why_no_async_iterable(node.iter)
                node = node.iter
            else:
                continue
            if reason:
                found[f"{ast.unparse(node) if hasattr(ast, 'unparse') else ast.dump(node)}: {reason}"] += 1
        return found

    def why_not_awaitable(self, value):
        if isinstance(value, NEVER_ASYNC):
            return "no awaitable"
        if not isinstance(value, ast.Call):
            return None
        definition = self.definition_of(value.func)
        if isinstance(definition, ast.AsyncFunctionDef) and is_generator(definition) and not definition.decorator_list:
            return "an async generator"
        if isinstance(definition, ast.FunctionDef) and not definition.decorator_list and gives_nothing(definition):
            return "a plain function that returns nothing"
        if isinstance(definition, ast.ClassDef) and not definition.decorator_list and not definition.keywords and not may_be_awaitable(definition):
            return "a class without __await__"
        return self.why_not_in_library(value.func)

    def why_not_in_library(self, function):
        path = self.dotted(function)
        module, _, name = (path or "").rpartition(".")
        if not module or module.split(".")[0] not in STANDARD_LIBRARY:
            return None
        try:
            thing = getattr(importlib.import_module(module), name)
        except (ImportError, AttributeError):
            return None
        if inspect.iscoroutinefunction(thing) or (module.startswith("asyncio") and name in AWAITABLE_THOUGH_PLAIN):
            return None
        if inspect.isclass(thing):
            return None if hasattr(thing, "__await__") else f"{path} has no __await__"
        return f"{path} is no coroutine function" if inspect.isroutine(thing) else None

    def why_no_async_iterable(self, value):
        if isinstance(value, NEVER_ASYNC):
            return "no async iterable"
        if isinstance(value, ast.Name):
            stars = [arg.arg for node in self.nodes if isinstance(node, ast.arguments) for arg in (node.vararg, node.kwarg) if arg]
            stored = [node.id for node in self.nodes if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)]
            plain = [arg.arg for node in self.nodes if isinstance(node, ast.arguments) for arg in (*node.args, *node.kwonlyargs)]
            return "gathered arguments" if value.id in stars and value.id not in stored + plain else None
        if isinstance(value, ast.Call):
            definition = self.definition_of(value.func)
            if isinstance(definition, ast.AsyncFunctionDef) and not is_generator(definition) and not definition.decorator_list:
                return "a coroutine"
        return None

    def definition_of(self, function):
        """The only function or class of that name; of a method, the only one in the text."""
        name = function.id if isinstance(function, ast.Name) else function.attr if isinstance(function, ast.Attribute) and getattr(function.value, "id", "") == "self" else None
        found = [node for node in self.nodes if getattr(node, "name", None) == name and isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))]
        others = [node for node in self.nodes if isinstance(node, ast.Name) and node.id == name and not isinstance(node.ctx, ast.Load)]
        imported = name is not None and any(local == name for local, _ in self.imports())
        return found[0] if len(found) == 1 and not others and not imported else None

    def dotted(self, node):
        names = []
        while isinstance(node, ast.Attribute):
            names.append(node.attr)
            node = node.value
        targets = {target for local, target in self.imports() if isinstance(node, ast.Name) and local == node.id}
        is_own = isinstance(node, ast.Name) and any(isinstance(each, ast.Name) and each.id == node.id and not isinstance(each.ctx, ast.Load) or isinstance(each, ast.arg) and each.arg == node.id for each in self.nodes)
        return ".".join([targets.pop(), *reversed(names)]) if len(targets) == 1 and not is_own else None


def is_bound(symbol):
    return symbol.is_assigned() or symbol.is_imported() or symbol.is_namespace()


def tables(table):
    yield table
    for child in table.get_children():
        yield from tables(child)


def names_in_strings(tree):
    """Names in strings that are code: annotations in quotes, what `exec` runs; docstrings are none."""
    prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in prose:
            continue
        try:
            inner = ast.parse(node.value.strip())
        except (SyntaxError, ValueError):
            continue
        yield from (name.id for name in ast.walk(inner) if isinstance(name, ast.Name))
        # What is nothing but a string in a string would go on for ever.
        if not (len(inner.body) == 1 and isinstance(inner.body[0], ast.Expr) and isinstance(inner.body[0].value, ast.Constant)):
            yield from names_in_strings(inner)


def own_nodes(function):
    pending = list(function.body)
    while pending:
        node = pending.pop()
        yield node
        if not isinstance(node, (*FUNCTIONS, ast.ClassDef)):
            pending += ast.iter_child_nodes(node)


def is_generator(function):
    return any(isinstance(node, (ast.Yield, ast.YieldFrom)) for node in own_nodes(function))


def gives_nothing(function):
    is_stub = any(isinstance(node, ast.Raise) or (isinstance(node, ast.Expr) and getattr(node.value, "value", None) is ...) for node in own_nodes(function))
    return not is_stub and not is_generator(function) and not any(isinstance(node, ast.Return) and node.value for node in own_nodes(function))


def may_be_awaitable(a_class):
    is_open = any(not (isinstance(base, ast.Name) and base.id == "object") for base in a_class.bases)
    return is_open or any(getattr(node, "name", "") in ("__await__", "__new__") for node in a_class.body)


def module_name(path):
    stem, _ = os.path.splitext(path)
    return os.path.basename(os.path.dirname(stem) if stem.endswith("__init__") else stem)


def broken_in(case):
    modules = [(file["path"], Module(file["before"], file["isNotebook"]), Module(file["after"], file["isNotebook"])) for file in case["files"]]
    for path, before, after in modules:
        if before.error is None and after.error:
            yield f"{path} does not compile: {after.error}"
        if before.error or after.error:
            continue
        lost = after.undefined - before.undefined
        if before.has_star:
            lost &= before.bound
        yield from (f"{path}: {name} is not defined" for name in sorted(lost))
        yield from (f"{path}: {name} is used before it is there" for name in sorted(after.used_too_early() - before.used_too_early()))
        yield from (f"{path}: {what}" for what in after.unawaitable() - before.unawaitable())
        gone = before.bound - after.bound
        for name in sorted(gone & after.named_in_strings & {name for name, _ in before.imports()}):
            yield f"{path}: {name} is gone, which a string names"
        for other, _, importing in modules:
            if importing.tree is None or other == path:
                continue
            for node in importing.nodes:
                if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[-1] == module_name(path):
                    yield from (f"{other} imports {alias.name}, which {path} no longer has" for alias in node.names if alias.name in gone)


if __name__ == "__main__":
    sys.setrecursionlimit(5000)
    print(json.dumps([[case["name"], what] for case in json.load(sys.stdin) for what in broken_in(case)]))
