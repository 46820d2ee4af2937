"""Runs programs, each in a fork of this interpreter, so that a program costs a fork and not a start.

One request a line on standard input, as JSON: {"id", "folder", "program", "path", "input", "timeout", "watch"}; one answer a line on standard output:
{"id", "status", "stdout", "stderr", "pause"}. "status" is null when the program did not end within "timeout" seconds; "pause" is the longest time in seconds
that an event loop of the program stood still, when "watch" asks for it. Runs on 3.8 and newer, where there is os.fork(). When standard input ends, so do all
programs.
"""

import asyncio
import asyncio.base_events
import contextlib
import importlib
import json
import logging
import os
import select
import signal
import sys
import tempfile
import time
import types

# What the programs import is loaded once; this module itself is in nobody's way.
PRELOADED = ["concurrent.futures.thread", "http.client", "queue", "sqlite3", "subprocess", "unittest", "urllib.request"]
# A program outlives its server by so many seconds at most.
LAST_RESORT = 60
# Long enough for the program to be waiting by then, also on a busy machine.
INPUT_AFTER = 0.8


class Child:
    """A program that runs, and where its output goes."""

    def __init__(self, request):
        self.request = request
        self.ends_at = time.monotonic() + request["timeout"]
        # Standard output, standard error, report of the watch. Bare descriptors: nothing of the server is left to be cleaned up in a fork.
        self.files = [scratch_file() for _ in range(3)]
        self.pid = os.fork()

    def answer(self, status):
        texts = [whole_text(file) for file in self.files]
        pauses = [float(line) for line in texts[2].split()]
        return {"id": self.request["id"], "status": status, "stdout": texts[0], "stderr": texts[1], "pause": max(pauses, default=None)}

    def stop(self):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)

    def collect(self):
        """The answer when the program has ended or its time is over, else None."""
        pid, status = os.waitpid(self.pid, os.WNOHANG)
        if pid:
            # What it left behind ends with it.
            self.stop()
            return self.answer(os.WEXITSTATUS(status) if os.WIFEXITED(status) else -os.WTERMSIG(status))
        if time.monotonic() < self.ends_at:
            return None
        self.stop()
        os.waitpid(self.pid, 0)
        return self.answer(None)


def scratch_file():
    descriptor, path = tempfile.mkstemp()
    os.unlink(path)
    return descriptor


def whole_text(descriptor):
    os.lseek(descriptor, 0, os.SEEK_SET)
    with open(descriptor, encoding="utf-8", errors="replace") as file:
        return file.read()


def serve():
    """Answers requests until standard input ends. Returns in each fork too, there with the Child that it is."""
    children, unread = [], b""
    while True:
        if select.select([0], [], [], 0.01 if children else None)[0]:
            data = os.read(0, 65536)
            if not data:
                for child in children:
                    child.stop()
                return None
            *lines, unread = (unread + data).split(b"\n")
            for line in lines:
                child = Child(json.loads(line))
                if child.pid == 0:
                    return child
                children.append(child)
        answers = [(child, child.collect()) for child in children]
        children = [child for child, answer in answers if answer is None]
        for _, answer in answers:
            if answer is not None:
                send(answer)


def send(answer):
    os.write(1, json.dumps(answer).encode() + b"\n")


def become(child):
    """Makes this fork look like a fresh process that runs the program: its own streams, folder, paths and process group."""
    os.setsid()
    signal.alarm(LAST_RESORT)
    os.chdir(child.request["folder"])
    # In the place of this script's own folder.
    sys.path[:1] = [child.request["folder"], *child.request["path"]]
    programs = [os.path.join(path, "bin") for path in child.request["path"]]
    os.environ["PATH"] = os.pathsep.join([*programs, os.environ.get("PATH", os.defpath)])
    os.dup2(typed_later(child.request["input"]) if child.request["input"] else os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(child.files[0], 1)
    os.dup2(child.files[1], 2)
    # Says which lines are logged.
    logging.lastResort.setFormatter(logging.Formatter("%(levelname)s:%(name)s:%(message)s"))
    if child.request["watch"]:
        watch_loops(child.files[2])


def typed_later(text):
    """A file that gives the text after a while, as a person would."""
    reader, writer = os.pipe()
    if os.fork() == 0:
        time.sleep(INPUT_AFTER)
        os.write(writer, text.encode() + b"\n")
        os._exit(0)
    os.close(writer)
    return reader


def watch_loops(report):
    """Lets a callback come round on every loop that runs, and writes the longest time it was kept waiting."""
    run_forever = asyncio.base_events.BaseEventLoop.run_forever

    def watched(loop):
        longest, last = 0.0, time.monotonic()

        def look():
            nonlocal longest, last
            now = time.monotonic()
            longest, last = max(longest, now - last), now

        def look_again():
            nonlocal handle
            look()
            handle = loop.call_later(0.005, look_again)

        handle = loop.call_soon(look_again)
        try:
            run_forever(loop)
        finally:
            look()
            handle.cancel()
            os.write(report, b"%.3f\n" % longest)

    asyncio.base_events.BaseEventLoop.run_forever = watched


def run(path):
    with open(path, "rb") as file:
        code = compile(file.read(), path, "exec")
    program = types.ModuleType("__main__")
    program.__file__ = path
    sys.modules["__main__"] = program
    sys.argv = [path]
    exec(code, program.__dict__)


for name in PRELOADED:
    importlib.import_module(name)
this = sys.modules["__main__"]
child = serve()
if child:
    become(child)
    run(os.path.join(child.request["folder"], child.request["program"]))
