"""`make soak`: load, faults, machines and plans, or those named, as one table, and as JSON where a file is named.

The load is measured with nothing beside it. Of the other parts none is held to a time of its work, so that they run at
once, each in a process, which takes a third less.
"""

import argparse
import json
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from lib.settings import ROOT
from tests.bench.measurement import Measurement

PARTS = {
    "load": "tests.soak.load.load",
    "faults": "tests.soak.faults.faults",
    "machines": "tests.soak.machines.machines",
    "plans": "tests.soak.plans.plans",
}
BESIDE = ("machines", "plans")
"""What runs in processes of their own while the faults are made."""


def main(words: list[str]) -> int:
    """Run the parts that `words` name, all where they name none; 1 where a bound was missed."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--seed", type=int, default=secrets.randbelow(10**6), help="repeats a run")
    parser.add_argument("--size", choices=("small", "full"), default="full")
    parser.add_argument("--json", type=Path, metavar="FILE")
    given = parser.parse_args(words)
    if unknown := [name for name in given.parts if name not in PARTS]:
        parser.error(f"There is no part {unknown[0]}; there are {', '.join(PARTS)}.")
    parts, begun = given.parts or list(PARTS), time.perf_counter()
    beside = [name for name in parts if name in BESIDE and "faults" in parts]
    measured: dict[str, Any] = {}
    for name in parts:
        if name == "faults" and beside:
            with ExitStack() as stack:
                theirs = [stack.enter_context(_beside(part, seed=given.seed, size=given.size)) for part in beside]
                measured[name] = _part(name, seed=given.seed, size=given.size)
            measured |= {part: figures for item in theirs for part, figures in item.items()}
        elif name not in beside:
            measured[name] = _part(name, seed=given.seed, size=given.size)
    print(f"{', '.join(parts)} took {time.perf_counter() - begun:.0f} s, seed {given.seed}.")
    if given.json:
        document = {"seed": given.seed, "size": given.size, "parts": measured}
        given.json.write_text(json.dumps(document, indent=1), "utf-8")
    return int(any(item["holds"] is False for items in measured.values() for item in items))


def _part(name: str, *, seed: int, size: str) -> list[dict[str, Any]]:
    """Run one part, print its table, and give its figures."""
    console, begun = Console(), time.perf_counter()
    console.print(f"{name}, size {size}, seed {seed}")
    made = list(import_module(PARTS[name]).measure(seed=seed, size=size))
    made.append(Measurement("the whole part", time.perf_counter() - begun, "s"))
    console.print(_table(name, made))
    return [vars(item) | {"holds": item.holds} for item in made]


@contextmanager
def _beside(name: str, *, seed: int, size: str) -> Iterator[dict[str, Any]]:
    """Run a part in another process while the block runs; what it prints comes after it, and then its figures."""
    measured: dict[str, Any] = {}
    with tempfile.TemporaryDirectory(prefix="orb soak ") as folder:
        figures, printed = Path(folder) / "figures.json", Path(folder) / "printed"
        command = [sys.executable, "-m", "tests.soak", name, "--seed", str(seed), "--size", size]
        with printed.open("wb") as output:
            child = subprocess.Popen([*command, "--json", figures], cwd=ROOT, stdout=output, stderr=output)
        try:
            yield measured
            child.wait()
        finally:
            if child.poll() is None:
                child.terminate()
                child.wait()
            print(printed.read_text("utf-8"))
        if not figures.exists():
            raise RuntimeError(f"The part {name} did not come to its end.")
        measured |= json.loads(figures.read_text("utf-8"))["parts"]


def _table(name: str, items: list[Measurement]) -> Table:
    table = Table("figure", "measured", "bound", "", title=name, title_justify="left")
    for item in items:
        sign = "≥" if item.at_least else "≤"
        bound = "" if item.limit is None else f"{sign} {item.limit:g} {item.unit}"
        mark = {True: "ok", False: "MISSED", None: ""}[item.holds]
        table.add_row(item.name, f"{item.value:,.2f} {item.unit}", bound, mark)
    return table


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
