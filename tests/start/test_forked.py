"""A program that is forked is for its starter what one is that starts by itself."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from tests.support.processes import forked

SCRIPTS = {
    "its words and exit code": "import sys; print(sys.argv); sys.exit(3)",
    "its last words": "import sys; sys.exit('That was all.')",
    "its input": "print(input())",
    "its folder and environment": "import os; print(os.getcwd(), sorted(os.environ.items()))",
    "what it leaves to do at its end": "import atexit; atexit.register(print, 'the end')",
    "its death": "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
    "a signal it sends itself": "import os, signal; os.kill(os.getpid(), signal.SIGTERM)",
}


@pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS)
def test_it_is_as_one_that_starts_by_itself(script: str, tmp_path: Path) -> None:
    def ended(*python: str) -> tuple[int, str, str]:
        done = subprocess.run(
            [*python, "-c", script, "a", "b c"],
            cwd=tmp_path,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "NAME": "a = b\nc"},
            input="words\n",
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout, done.stderr

    assert ended(*forked.python()) == ended(sys.executable)


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_signal_for_it_reaches_it(sent: signal.Signals) -> None:
    script = "import os, time; print(os.getpid(), flush=True); time.sleep(300)"
    command = [*forked.python(), "-c", script]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as program:
        assert program.stdout is not None
        itself = psutil.Process(int(program.stdout.readline()))
        program.send_signal(sent)
        assert program.wait(60) == -sent
    itself.wait(60)
