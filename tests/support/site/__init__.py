"""The site of the engine's tests: one client of a small business, a scripted reader, and what it proposes."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, text

from lib.context.model import ReaderAnswer
from lib.database import run_script, transaction

ANNA = UUID("a0000000-0000-4000-8000-000000000001")
MONDAY = datetime(2026, 6, 1, 9, tzinfo=UTC)
"""The first day of every story told here."""
SCRIPT = (Path(__file__).parent / "site.sql").read_text("utf-8")


def day(number: float) -> datetime:
    """The moment that many days after the first."""
    return MONDAY + timedelta(days=number)


def install(database: Engine) -> None:
    """Create the business's tables and the views over them, and one contact."""
    with transaction(database) as connection:
        run_script(
            connection,
            "drop view if exists crm_source_contact, crm_source_interaction, "
            "crm_source_opportunity, crm_source_link cascade",
        )
        run_script(connection, SCRIPT)
        connection.execute(
            text("insert into site_contact values (:id, 'Anna Berg', 'anna@berg.example', null, 'Berg Studio', :at)"),
            {"id": ANNA, "at": MONDAY},
        )


def write(database: Engine, id: str, body: str, **columns: Any) -> None:
    """Put one interaction on file: a mail from the client at `at`, unless said otherwise."""
    at = columns.pop("at", MONDAY)
    row = {
        "id": id,
        "contact_id": ANNA,
        "kind": "email",
        "direction": "in",
        "author": "contact",
        "author_name": "Anna Berg",
        "thread_id": None,
        "subject": None,
        "body": body,
        "is_bulk": False,
        "occurred_at": at,
        "ended_at": None,
        "changed_at": at,
        **columns,
    }
    insert(database, "site_interaction", row)


def deal(database: Engine, id: str, **columns: Any) -> None:
    """Put one opportunity on file."""
    row = {
        "id": id, "contact_id": ANNA, "type": "purchase", "stage": "negotiation", "estimated_value": 550000,
        "next_action": None, "follow_up_at": None, "is_open": True, "changed_at": MONDAY, **columns,
    }  # fmt: skip
    insert(database, "site_opportunity", row)


def insert(database: Engine, table: str, row: dict[str, Any]) -> None:
    """Put one row on file."""
    names = ", ".join(row)
    values = ", ".join(f":{name}" for name in row)
    with transaction(database) as connection:
        connection.execute(text(f"insert into {table} ({names}) values ({values})"), row)


def count(database: Engine, table: str) -> int:
    """How many rows a table has."""
    with transaction(database) as connection:
        return connection.execute(text(f"select count(*) from {table}")).scalar_one()


class Scripted:
    """A reader that answers with what it was given, in order; a function is called with the request."""

    name = "scripted"
    prompt_version = "1"

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)
        self.requests: list[dict[str, Any]] = []

    def read(self, request: dict[str, Any]) -> ReaderAnswer:
        self.requests.append(request)
        given = self.answers.pop(0) if self.answers else {"operations": []}
        if callable(given):
            given = given(request)
        if isinstance(given, Exception):
            raise given
        return (
            given
            if isinstance(given, ReaderAnswer)
            else ReaderAnswer(given, 100, 20, duration_ms=5, model="scripted-1")
        )


def answer(*operations: dict[str, Any], **parts: Any) -> dict[str, Any]:
    """An answer document with those operations."""
    return {"operations": list(operations), **parts}


def add(text: str, *quotes: str, source: str = "s1", kind: str = "key_fact", type: str = "") -> dict[str, Any]:
    """An operation that adds a fact on the strength of quotes from one source."""
    return operation("add", text, quotes or (text,), source=source, kind=kind, type=type)


def contradict(
    fact: str,
    text: str,
    *quotes: str,
    source: str = "s1",
    kind: str = "key_fact",
    type: str = "",
    reason: str = "Changed.",
) -> dict[str, Any]:
    """An operation that replaces a fact."""
    return operation(
        "contradict", text, quotes or (text,), source=source, kind=kind, type=type, fact=fact, reason=reason
    )


def restate(fact: str, *quotes: str, source: str = "s1", kind: str = "key_fact", type: str = "") -> dict[str, Any]:
    """An operation that says a fact again."""
    return operation("restate", "", quotes, source=source, kind=kind, type=type, fact=fact)


def operation(
    op: str, text: str, quotes: Iterable[str], *, source: str, kind: str, type: str, fact: str = "", reason: str = ""
) -> dict[str, Any]:
    evidence = [{"source": source, "quote": quote} for quote in quotes]
    return {"op": op, "kind": kind, "type": type, "fact": fact, "text": text, "reason": reason, "evidence": evidence}
