"""What a forked process does: it becomes the program that a launcher describes, and ends as Python itself would."""

import atexit
import os
import runpy
import signal
import sys
import threading
import traceback
from pathlib import Path

FILES = 4
"""The open files that a launcher passes on: three streams, and one that says what to become."""


def become(*files: int) -> None:
    """Run the program; this never returns."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    code = 1
    try:
        _run(_take_over(*files))
        code = 0
    except SystemExit as ended:
        code = _code(ended)
    except KeyboardInterrupt:
        traceback.print_exc()
        code = -signal.SIGINT
    except BaseException:  # noqa: BLE001 - as the interpreter does
        traceback.print_exc()
    _end(code)


def _take_over(*files: int) -> list[str]:
    """Take over a launcher's streams, folder and environment; its words."""
    *streams, told = files
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    with os.fdopen(told, encoding="utf-8", errors="surrogateescape", newline="") as text:
        folder, count, *words = text.read().split("\0")
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(variable.split("=", 1) for variable in words[int(count) :])
    return words[: int(count)]


def _run(words: list[str]) -> None:
    """Run `-m module words` or `-c script words`, as the interpreter does."""
    how, what, *arguments = words
    sys.path[0] = str(Path.cwd()) if how == "-m" else ""
    sys.argv = [how, *arguments]
    if how == "-m":
        sys.modules.pop(what, None)  # it may have been imported, and is to run
        runpy.run_module(what, run_name="__main__", alter_sys=True)
    else:
        exec(compile(what, "<string>", "exec"), {"__name__": "__main__"})


def _code(ended: SystemExit) -> int:
    if isinstance(ended.code, str):
        print(ended.code, file=sys.stderr)
        return 1
    return ended.code or 0


def _end(code: int) -> None:
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            code = code or 120  # as the interpreter does
    if code < 0:
        signal.signal(-code, signal.SIG_DFL)
        os.kill(os.getpid(), -code)
    os._exit(code & 0xFF)
