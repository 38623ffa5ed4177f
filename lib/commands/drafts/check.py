"""`orb draft check`: what a draft would do, found out in a shadow."""

from collections.abc import Iterator
from typing import Any

import typer

from lib import settings
from lib.commands.arguments import AsJson
from lib.commands.drafts.draft import DraftNumber, databases
from lib.commands.output import print_json, print_rows, print_text, run, say
from lib.database import read_only, transaction
from lib.schema.cache import cache
from lib.schema.drafts import store
from lib.schema.drafts.check.check import check
from lib.schema.drafts.check.duration import DiskSpeed, in_words
from lib.schema.drafts.check.report import CheckReport, document
from lib.schema.drafts.review.grave import grave_effects
from lib.schema.drafts.shadow.keeper import ShadowKeeper, no_progress


def check_draft(number: DraftNumber, as_json: AsJson = False) -> None:
    """Run a draft in a shadow of the explored database and say what it does; exit 0 passed, 1 failed."""
    tell_check(*run(lambda: checked(number, quiet=as_json)), as_json=as_json)


def tell_check(report: CheckReport, told: dict[str, Any], *, as_json: bool) -> None:
    """Print a report and end the command with the exit code that says how it went."""
    if as_json:
        print_json(told)
    else:
        _print(report, told)
    raise typer.Exit(0 if report.state == "passed" else 1)


def checked(number: int, *, quiet: bool) -> tuple[CheckReport, dict[str, Any]]:
    """The report of a new check of a draft, which is kept, and its document."""
    chosen = settings.load()
    disk = DiskSpeed(*chosen.disk_mbps)
    with databases() as (context, explored, name):
        with read_only(context) as connection:
            draft = store.draft(connection, name, number)
        with ShadowKeeper(chosen.shadow_url) as keeper:
            progress = no_progress if quiet else _say_step
            report = check(keeper, explored, draft.sql, progress=progress, last=lambda: cache.load(context, explored))
        with transaction(context) as connection:
            store.save_check(connection, draft, report, disk=disk)
    return report, document(report, draft=draft.draft, version=draft.version, disk=disk)


def _say_step(step: str) -> None:
    say(f"{step} …")


def _print(report: CheckReport, told: dict[str, Any]) -> None:
    print_text(report.verdict)
    for statement in told["statements"]:
        print_text(f"\n{statement['number']}. {statement['sql']}")
        print_text("\n".join(f"   {line}" for line in _lines(statement)))
    rows = ((item["severity"], item["what"], item["table"], item["name"], item["reason"]) for item in told["changes"])
    _section("Changes", ("severity", "what", "table", "name", "reason"), rows)
    access = ((item["table"], item["role"], item["before"], item["after"], item["meaning"]) for item in told["access"])
    _section("What the API's roles may do", ("table", "role", "before", "after", ""), map(_spoken, access))
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
    for effect in grave_effects(told):
        print_text(f"\nGrave ({effect.kind}):")
        print_text("\n".join(f"   {reason}" for reason in effect.reasons))
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
        yield f"for {in_words(*statement['seconds'])}" if statement["seconds"] else "for how long is unknown"
    if statement["outside_transaction"]:
        yield "cannot run in a transaction: it needs a file of its own"
    if statement["safer"]:
        yield "safer:\n      " + statement["safer"]["sql"].strip().replace("\n", "\n      ")


def _spoken(row: tuple[Any, ...]) -> tuple[str, ...]:
    """Lists of actions as words."""
    return tuple(
        ", ".join(item) or "nothing" if isinstance(item, tuple | list) else item or "not there" for item in row
    )


def _section(title: str, columns: tuple[str, ...], rows: Any) -> None:
    listed = [tuple(row) for row in rows]
    if listed:
        print_text(f"\n{title}")
        print_rows(columns, listed)
