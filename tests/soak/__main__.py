"""`make soak`: load, faults, machines and plans, or those named, as one table, and as JSON where a file is named."""

import argparse
import json
import secrets
import sys
from importlib import import_module
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.bench.measurement import Measurement

PARTS = {
    "load": "tests.soak.load.load",
    "faults": "tests.soak.faults.faults",
    "machines": "tests.soak.machines.machines",
    "plans": "tests.soak.plans.plans",
}


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
    console, measured = Console(), {}
    for name in given.parts or PARTS:
        console.print(f"{name}, size {given.size}, seed {given.seed}")
        made = list(import_module(PARTS[name]).measure(seed=given.seed, size=given.size))
        measured[name] = [vars(item) | {"holds": item.holds} for item in made]
        console.print(_table(name, made))
    if given.json:
        document = {"seed": given.seed, "size": given.size, "parts": measured}
        given.json.write_text(json.dumps(document, indent=1), "utf-8")
    return int(any(item["holds"] is False for items in measured.values() for item in items))


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
