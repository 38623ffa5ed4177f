"""DBML's own parser and exporter, run by Node: what they make of a text."""

import fcntl
import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import platformdirs
import pytest

PACKAGE = "@dbml/core@10.2.0"
FOLDER = platformdirs.user_cache_path("orb-tests") / PACKAGE.replace("/", "-")
SCRIPT = Path(__file__).with_suffix(".cjs")
REFERENCE = re.compile(
    r"ALTER TABLE (.+) ADD CONSTRAINT .* FOREIGN KEY \((.+)\) REFERENCES (.+) \((.+)\) ON DELETE (.+) ON"
)


class NotDbml(Exception):
    """The format's own parser does not read a text."""


@dataclass(frozen=True)
class DbmlJudge:
    """A running process that reads texts."""

    process: subprocess.Popen[str]

    def sql(self, text: str) -> str:
        """The SQL that the format's exporter makes of a text; raises `NotDbml` with what is wrong in it."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(text) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        if "error" in answer:
            raise NotDbml(answer["error"])
        return str(answer["sql"])

    def counts(self, text: str) -> tuple[int, int]:
        """How many tables and references it finds in a text."""
        made = self.sql(text)
        return len(re.findall(r"(?m)^CREATE TABLE ", made)), len(references(made))


def references(made: str) -> list[tuple[str, ...]]:
    """The references in SQL of the exporter: table, columns, other table, other columns, what a deletion does."""
    return REFERENCE.findall(made)


@pytest.fixture(scope="session")
def dbml_judge() -> Iterator[DbmlJudge]:
    """The format's own tools; skipped where Node is not there or cannot install them."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node is not on PATH: the format's own parser of DBML runs there")
    if not _is_installed():
        pytest.skip(f"npm could not install {PACKAGE}")
    environment = {**os.environ, "NODE_PATH": str(FOLDER / "node_modules")}
    command = [node, str(SCRIPT)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as process:  # leaving closes its input, with which it ends
        yield DbmlJudge(process)


def _is_installed() -> bool:
    """Whether the package is there; it is installed at the first question, once for all checkouts."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    done = FOLDER / "done"
    with (FOLDER / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        npm = None if done.exists() else shutil.which("npm")
        if npm:
            command = [npm, "install", "--no-audit", "--no-fund", "--prefix", str(FOLDER), PACKAGE]
            if subprocess.run(command, capture_output=True, check=False, timeout=200).returncode == 0:
                done.touch()
    return done.exists()
