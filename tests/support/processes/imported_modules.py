"""What a process of `orb` has imported by its end: how fast it starts, held without a clock."""

import subprocess
import sys

from lib.settings import ROOT

SCRIPT = "import atexit, sys; from lib.cli import main; atexit.register(lambda: print(*sys.modules)); main()"


def imported_by(*words: str) -> set[str]:
    """The modules of a process of `orb` with these words, which must end well."""
    done = subprocess.run([sys.executable, "-c", SCRIPT, *words], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(done.stdout.splitlines()[-1].split())
