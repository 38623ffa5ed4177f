"""What a process of `orb` has imported by its end: how fast it starts, held without a clock."""

import json
import subprocess
import sys
from collections.abc import Sequence

from lib.settings import ROOT

SCRIPT = "import atexit, sys; from lib.cli import main; atexit.register(lambda: print(*sys.modules)); main()"

SCRIPT_OF_MANY = """
import atexit, json, os, sys
import psycopg, pydantic, sqlalchemy
for words in json.loads(sys.argv[1]):
    if os.fork() == 0:
        sys.argv = ["orb", *words]
        from lib.cli import main
        atexit.register(lambda: print("imported", *sys.modules))
        main()
    if os.wait()[1]:
        sys.exit(f"{words} failed")
"""


def imported_by(*words: str) -> set[str]:
    """The modules of a process of `orb` with these words, which must end well."""
    done = subprocess.run([sys.executable, "-c", SCRIPT, *words], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(done.stdout.splitlines()[-1].split())


def imported_by_each(commands: Sequence[Sequence[str]]) -> list[set[str]]:
    """The modules of a process of `orb` for each of these; libraries of most commands are there before."""
    command = [sys.executable, "-c", SCRIPT_OF_MANY, json.dumps(commands)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return [set(line.split()) for line in done.stdout.splitlines() if line.startswith("imported ")]
