"""The effects of a draft that a person has to accept by name before it is approved, read from a check's document."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lib.schema.drafts.statements import is_border

MANY_ROWS = 100_000
"""From so many rows on, or where nobody knows how many, a lock that lasts as long as a reading of them is grave."""
KINDS = {
    "breaking_change": "Programs that work today fail.",
    "irreversible": "No SQL brings it all back.",
    "no_way_back": "The way back was not proved.",
    "long_lock": "Others wait while many rows are read or written.",
    "open_access": "It opens rows to others, or makes another error.",
    "unfaithful_shadow": "The shadow was not quite the database: what is named was not tried.",
}
"""The kinds by name, each with what it means."""


@dataclass(frozen=True)
class GraveEffect:
    """A kind of grave effect, and a sentence for each place where the draft has it."""

    kind: str
    reasons: tuple[str, ...]


def grave_effects(document: Mapping[str, Any]) -> tuple[GraveEffect, ...]:
    """The grave effects that a check's document tells, in the order of `KINDS`; none where it failed."""
    if document.get("state") != "passed":
        return ()
    way_back = document["rollback"]
    reasons = {
        "breaking_change": tuple(_breaking(document)),
        "irreversible": tuple(way_back["irreversible"]),
        "no_way_back": () if way_back["proved"] else ("Running the way back did not give the schema of before.",),
        "long_lock": tuple(_long_locks(document)),
        "open_access": tuple(item["reason"] for item in document["findings"]["added"] if item["level"] == "error"),
        "unfaithful_shadow": tuple(document["shadow"]["differences"]),
    }
    return tuple(GraveEffect(kind, reasons[kind]) for kind in KINDS if reasons[kind])


def _breaking(document: Mapping[str, Any]) -> Iterator[str]:
    for change in document["changes"]:
        if change["severity"] == "breaking":
            is_table = change["what"] == "table" or not change["table"]
            name = change["table"] or change["name"] if is_table else f"{change['name']} of {change['table']}"
            yield f"The {change['what']} {name} is {change['kind']}: {change['reason']}"


def _long_locks(document: Mapping[str, Any]) -> Iterator[str]:
    """What a file locks it holds to its end, so that a later statement of the same file keeps others waiting, too."""
    held: list[dict[str, Any]] = []
    for statement in document["statements"]:
        if statement["outside_transaction"] or is_border(statement["sql"]):
            held = []
        held += [lock for lock in statement["locks"] if lock["blocks"] != "nothing"]
        touched = [*statement["rewritten"], *statement["scanned"]]
        rows = statement["rows"]
        if held and touched and (rows is None or rows >= MANY_ROWS):
            worst = next((lock for lock in held if lock["blocks"] == "reads and writes"), held[0])
            many = "an unknown number of rows is" if rows is None else f"about {rows:,} rows are"
            verb = "rewritten" if statement["rewritten"] else "read"
            yield f"{worst['blocks'].capitalize()} of {worst['relation']} wait while {many} {verb} by statement " + (
                f"{statement['number']}."
            )
        if statement["outside_transaction"]:
            held = []
