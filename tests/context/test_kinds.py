"""The table of kinds: whatever works with facts asks it, so that a new kind is a line of it."""

import ast
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest
from sqlalchemy import Engine, text

from lib.context import agent
from lib.context.compare.ledger_interval import Interval
from lib.context.model import KINDS, Fact, FactKind, Kind
from lib.context.refresh import refresh
from lib.context.store import reads
from lib.context.store.sources import reading
from lib.database import transaction
from lib.ui.clients import facts as page
from tests.house.sources import parsed
from tests.support import site
from tests.support.site import ANNA, Scripted, add, answer, day

ROOT = Path(__file__).resolve().parents[2]
OBLIGATION = Kind(
    "obligation",  # type: ignore[arg-type]
    plural="obligations",
    heading="Stated obligations",
    form="typed",
    section="risks",
)
SAID = "I have to leave the flat by March."


def test_the_table_and_the_type_name_the_same_kinds() -> None:
    assert tuple(KINDS) == get_args(FactKind)
    assert [kind.name for kind in KINDS.values()] == list(KINDS)


def test_the_database_knows_the_kinds_of_the_table(database: Engine) -> None:
    with transaction(database) as connection:
        check = connection.execute(
            text(
                "select pg_get_constraintdef(oid) from pg_constraint "
                "where conrelid = cast('crm_client_fact' as regclass) and conname = 'crm_client_fact_kind_check'"
            )
        ).scalar_one()
    for kind in KINDS:
        assert f"'{kind}'" in check
    assert check.count("'") == 2 * len(KINDS)


@pytest.fixture
def with_obligations(database: Engine, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """A database with one contact, where obligations are a kind of fact: a line of the table and a wider check."""
    monkeypatch.setitem(KINDS, OBLIGATION.name, OBLIGATION)
    names = ", ".join(f"'{kind}'" for kind in KINDS)
    with transaction(database) as connection:
        connection.execute(text("alter table crm_client_fact drop constraint crm_client_fact_kind_check"))
        connection.execute(text(f"alter table crm_client_fact add check (kind in ({names}))"))
    site.install(database)
    return database


def test_a_kind_added_to_the_table_is_judged_kept_stated_compared_and_shown(with_obligations: Engine) -> None:
    database, reader = with_obligations, Scripted(answer(), answer(add(SAID, kind="obligation", type="Move out")))
    site.write(database, "m1", "Hello, this is Anna.")
    refresh(database, ANNA, reader=reader, now=day(1))
    site.write(database, "m2", SAID, at=day(2))
    outcome = refresh(database, ANNA, reader=reader, now=day(2))
    assert [(verdict.verdict, verdict.rule) for verdict in outcome.verdicts] == [("applied", "new")]
    assert outcome.context is not None
    assert outcome.context["risks"] == [{"type": "move_out", "note": SAID}]
    with reading(database) as connection:
        (fact,) = reads.facts(connection, ANNA)
        answered = agent.facts(connection, ANNA).facts
        changes = agent.changes(connection, ANNA, since=1).changes
    assert (fact.kind, fact.type, fact.text, fact.status) == ("obligation", "move_out", SAID, "active")
    assert [(line.kind, line.text) for line in answered] == [("obligation", SAID)]
    told = [(change.section, change.kind, change.after) for change in changes if not change.derived]
    assert ("risks", "added", {"type": "move_out", "note": SAID}) in told
    row = page._row(fact, now=day(3))
    assert (row.title, row.note, row.group) == (SAID, "Move out", "Stated obligations")
    refresh(database, ANNA, reader=reader, now=day(3))
    site.write(database, "m3", "Thank you.", at=day(3))
    refresh(database, ANNA, reader=reader, now=day(4))
    assert reader.requests[-1]["facts"] == [
        {
            "id": "f1",
            "kind": "obligation",
            "type": "move_out",
            "text": SAID,
            "status": "active",
            "pinned": False,
            "said_by": "contact",
            "said_at": "2026-06-03T09:00:00+00:00",
        }
    ]


def test_a_typed_kind_may_have_a_section_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(KINDS, OBLIGATION.name, replace(OBLIGATION, section="obligations"))
    kept = Fact(1, OBLIGATION.name, type="move_out", text=SAID, status="active", added_version=1)
    fresh = Fact(2, OBLIGATION.name, type="payment", text="Pays in May.", status="active", added_version=2)
    interval = Interval([kept, fresh], [], old_version=1, new_version=2)
    old = {"type": "move_out", "note": SAID}
    new = {"type": "payment", "note": "Pays in May."}
    assert interval.stated("obligations", [old], [old, new]) == ({1: old}, {1: old, 2: new})


def compared(path: Path) -> Iterator[object]:
    """The constants that a module compares something with, or looks something up by, or matches."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Compare | ast.MatchValue | ast.Subscript):
            yield from (part.value for part in ast.walk(node) if isinstance(part, ast.Constant))


def test_no_module_branches_on_the_name_of_a_kind() -> None:
    folders = ("context", "ui/clients", "ui/components", "commands", "mcp_server")
    modules = [path for folder in folders for path in (ROOT / "lib" / folder).rglob("*.py")]
    found = {(path.relative_to(ROOT).as_posix(), name) for path in modules for name in {*compared(path)} & {*KINDS}}
    of_the_database = ("lib/commands/drafts/check.py", "role")
    assert found - {of_the_database} == {("lib/context/model.py", name) for name in KINDS}  # the type itself


def test_no_comparison_of_two_versions_branches_on_the_section_of_a_kind() -> None:
    sections = {kind.section for kind in KINDS.values() if kind.section}
    modules = sorted((ROOT / "lib" / "context" / "compare").rglob("*.py"))
    assert [(path.name, name) for path in modules for name in compared(path) if name in sections] == []
