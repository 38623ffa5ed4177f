"""`make bench`: every file bench_*.py beside this one, or those named as arguments, printed as one table."""

import sys
from importlib import import_module
from pathlib import Path

from rich.console import Console
from rich.table import Table


def main(names: list[str]) -> None:
    """Run the benchmarks whose names contain one of `names`, all when there is none."""
    console = Console()
    for path in sorted(Path(__file__).parent.glob("bench_*.py")):
        if names and not any(name in path.stem for name in names):
            continue
        module = import_module(f"tests.bench.{path.stem}")
        table = Table("figure", "measured", "bound", "", title=path.stem.removeprefix("bench_"), title_justify="left")
        for item in module.measure():
            sign = "≥" if item.at_least else "≤"
            bound = "" if item.limit is None else f"{sign} {item.limit:g} {item.unit}"
            mark = {True: "ok", False: "MISSED", None: ""}[item.holds]
            table.add_row(item.name, f"{item.value:,.2f} {item.unit}", bound, mark)
        console.print(table)


if __name__ == "__main__":
    main(sys.argv[1:])
