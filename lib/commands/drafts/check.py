"""`orb draft check`: what a draft would do, found out in a shadow."""

from collections.abc import Iterator
from typing import Any

import typer

from lib.commands.arguments import AsJson
from lib.commands.drafts.draft import DraftNumber, databases
from lib.commands.output import print_json, print_rows, print_text, run, say
from lib.database import read_only, transaction
from lib.schema.drafts import store
from lib.schema.drafts.check.check import check
from lib.schema.drafts.check.report import CheckReport, document
from lib.schema.drafts.shadow.shadow import ShadowKeeper


def check_draft(number: DraftNumber, as_json: AsJson = False) -> None:
    """Run a draft in a shadow of the explored database and say what it does; exit 0 passed, 1 failed."""
    found, report = run(lambda: _checked(number, quiet=as_json))
    told = document(report, draft=found.draft, version=found.version)
    if as_json:
        print_json(told)
    else:
        _print(report, told)
    raise typer.Exit(0 if report.state == "passed" else 1)


def _checked(number: int, *, quiet: bool) -> tuple[store.SchemaDraft, CheckReport]:
    with databases() as (context, explored, name):
        with read_only(context) as connection:
            found = store.draft(connection, name, number)
        with ShadowKeeper() as keeper:
            report = check(keeper, explored, found.sql, progress=(lambda step: None) if quiet else _say_step)
        with transaction(context) as connection:
            store.save_check(connection, found, report)
    return found, report


def _say_step(step: str) -> None:
    say(f"{step} …")


def _print(report: CheckReport, told: dict[str, Any]) -> None:
    print_text(report.verdict)
    for statement in told["statements"]:
        print_text(f"\n{statement['number']}. {statement['sql']}")
        print_text("\n".join(f"   {line}" for line in _lines(statement)))
    rows = ((item["severity"], item["what"], item["table"], item["name"], item["reason"]) for item in told["changes"])
    _section("Changes", ("severity", "what", "table", "name", "reason"), rows)
    _section("Depends on it", ("kind", "name"), (item.values() for item in told["dependents"]))
    findings = [
        *(("new", item) for item in told["findings"]["added"]),
        *(("gone", item) for item in told["findings"]["removed"]),
    ]
    _section(
        "Findings", ("", "level", "key", "reason"), ((word, f["level"], f["key"], f["reason"]) for word, f in findings)
    )
    _section("Rows of today", ("question", "forbid it", "unknown"), (item.values() for item in told["rows"]))
    rollback = told["rollback"]
    if rollback["sql"]:
        print_text(f"\nThe way back ({'proved' if rollback['proved'] else 'not proved'}):\n{rollback['sql']}")
    for text in rollback["irreversible"]:
        print_text(f"Cannot be brought back: {text}")
    for text in told["shadow"]["differences"]:
        print_text(f"Where the shadow is not the database: {text}")


def _lines(statement: dict[str, Any]) -> Iterator[str]:
    if statement["error"]:
        yield statement["error"]
    for lock in statement["locks"]:
        if lock["blocks"] != "nothing":
            yield f"blocks {lock['blocks']} of {lock['relation']} ({lock['mode']})"
    for word in ("rewritten", "scanned"):
        if statement[word]:
            yield f"{word}: {', '.join(statement[word])}"
    if statement["rewritten"] or statement["scanned"]:
        yield "rows: unknown" if statement["rows"] is None else f"rows: about {statement['rows']:,}"
    if statement["outside_transaction"]:
        yield "cannot run in a transaction: it needs a file of its own"


def _section(title: str, columns: tuple[str, ...], rows: Any) -> None:
    listed = [tuple(row) for row in rows]
    if listed:
        print_text(f"\n{title}")
        print_rows(columns, listed)
