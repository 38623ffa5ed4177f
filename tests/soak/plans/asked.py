"""What the dashboard and a worker ask a database, and how the database would look it up."""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from time import perf_counter
from typing import Any

from sqlalchemy import Connection, Engine, event

from lib.settings import ROOT

PART = re.compile(r"_[0-9]{2}$")
"""How the name of a part of a divided table ends."""
READS_OR_WRITES = ("select", "insert", "update", "delete", "with")


@dataclass(frozen=True)
class Access:
    """How a statement gets at a table: by an index, or from end to end; `rows` as the planner expects, of all parts."""

    statement: str
    how: str
    table: str
    rows: int

    @property
    def is_scan(self) -> bool:
        """Whether the whole table is read."""
        return self.how == "Seq Scan"


@dataclass
class Asked:
    """The statements that were asked, each once, with the values of its first time and its longest milliseconds."""

    statements: dict[str, Any] = field(default_factory=dict)
    longest: dict[str, float] = field(default_factory=dict)

    def plans(self, connection: Connection, *, tables: frozenset[str]) -> Iterator[Access]:
        """How each statement would get at those of `tables` that it reads; one that is divided counts as one."""
        for sql, values in self.statements.items():
            cursor = connection.connection.cursor()
            cursor.execute(f"explain (format json) {sql}", values)
            row = cursor.fetchone()
            rows = Counter[tuple[str, str]]()
            for node in _nodes(row[0][0]["Plan"]) if row else ():
                table = PART.sub("", node.get("Relation Name", ""))
                if table in tables and "Scan" in node["Node Type"]:
                    index = "" if table != node["Relation Name"] else node.get("Index Name")
                    rows[" ".join(filter(None, (node["Node Type"], index))), table] += int(node["Plan Rows"])
            for (how, table), count in rows.items():
                yield Access(name_of(sql), how, table, count)


@contextmanager
def asked() -> Iterator[Asked]:
    """Listen to every statement of this process until the block ends."""
    heard = Asked()

    def begin(_c: object, _cursor: object, sql: str, values: object, context: Any, many: bool) -> None:
        context.soak_begun = perf_counter()
        if _first_word(sql) in READS_OR_WRITES and not many:
            heard.statements.setdefault(sql, values)

    def end(_c: object, _cursor: object, sql: str, _values: object, context: Any, many: bool) -> None:
        if sql in heard.statements and not many:
            taken = (perf_counter() - context.soak_begun) * 1000
            heard.longest[sql] = max(taken, heard.longest.get(sql, 0.0))

    event.listen(Engine, "before_cursor_execute", begin)
    event.listen(Engine, "after_cursor_execute", end)
    try:
        yield heard
    finally:
        event.remove(Engine, "before_cursor_execute", begin)
        event.remove(Engine, "after_cursor_execute", end)


def name_of(sql: str) -> str:
    """The file of a statement, by its first line; else its beginning."""
    first = sql.strip().partition("\n")[0]
    return _files().get(first, first[:60])


@cache
def _files() -> dict[str, str]:
    folder = ROOT / "sql"
    return {
        path.read_text("utf-8").strip().partition("\n")[0]: str(path.relative_to(folder).with_suffix(""))
        for path in folder.rglob("*.sql")
    }


def _first_word(sql: str) -> str:
    return re.sub(r"--[^\n]*\n", "", sql).split(None, 1)[0].lower()


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for part in plan.get("Plans", ()):
        yield from _nodes(part)
