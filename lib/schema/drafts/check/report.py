"""What a check found, as values, and as the document that other programs read."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from lib.schema.changes.change import SchemaChange
from lib.schema.drafts.check.duration import DiskSpeed, seconds
from lib.schema.drafts.check.extent import Extent
from lib.schema.drafts.measure.effect import Measured, StatementError
from lib.schema.drafts.statements import DraftStatement
from lib.schema.finding import Finding
from lib.schema.model import Schema, TableName
from lib.schema.names import written

CheckState = Literal["passed", "failed"]


@dataclass(frozen=True)
class Dependent:
    """Something that needs what the draft changes; a function that only names it in its text may break or may not."""

    kind: str
    name: str


@dataclass(frozen=True)
class RowProbe:
    """A question to today's rows: how many of them forbid the draft, or why that is unknown."""

    probe: str
    violations: int | None
    unknown: str | None = None


@dataclass(frozen=True)
class Rollback:
    """The SQL that undoes the draft, whether running it did so, and what no SQL brings back."""

    sql: str = ""
    proved: bool = False
    irreversible: tuple[str, ...] = ()


@dataclass(frozen=True)
class AccessChange:
    """What a role of the API may do with a table before the draft, None where it is new, and after it."""

    role: str
    table: TableName
    before: tuple[str, ...] | None
    after: tuple[str, ...]
    has_rls: bool

    @property
    def meaning(self) -> str:
        """What that comes to, in a sentence."""
        if not self.after:
            return "It cannot reach the table: the API answers with an error."
        if not self.has_rls:
            return "Row-level security is off: it reaches every row."
        return "Row-level security is on: its policies say which rows."


@dataclass(frozen=True)
class SaferWay:
    """Statements that do the same as the one of that number and hold others up less, measured in their turn."""

    number: int
    measured: tuple[Measured, ...]

    @property
    def sql(self) -> str:
        """The statements as a part of a script."""
        return "".join(f"{item.statement.sql};\n" for item in self.measured)


@dataclass(frozen=True)
class CheckReport:
    """The outcome of one check of one script; `rows` of a statement come from the estimates of `explored`."""

    fingerprint: str
    """Of the explored database; "" where it was not reached, so that no such check is ever a fresh one."""
    differences: tuple[str, ...] = ()
    measured: tuple[Measured, ...] = ()
    changes: tuple[SchemaChange, ...] = ()
    """What a later snapshot will hold."""
    others: tuple[SchemaChange, ...] = ()
    """What changes besides, of which snapshots know nothing: functions, rules, rights."""
    added: tuple[Finding, ...] = ()
    removed: tuple[Finding, ...] = ()
    dependents: tuple[Dependent, ...] = ()
    rows: tuple[RowProbe, ...] = ()
    rollback: Rollback = Rollback()
    refusal: str = ""
    """Why the whole draft was not run, or not to its end: no statement of it is to blame alone."""
    estimates: tuple[tuple[TableName, int | None], ...] = ()
    sizes: tuple[tuple[TableName, int | None], ...] = ()
    """The bytes of each table of `explored`."""
    at_risk: tuple[TableName, ...] = ()
    """The tables whose rows are dropped, rewritten or altered."""
    extent: Extent | None = None
    safer: tuple[SaferWay, ...] = ()
    access: tuple[AccessChange, ...] = ()
    snapshot: str = ""
    """The moment of the snapshot that was checked against because the database could not be reached."""

    @property
    def state(self) -> CheckState:
        """Failed where a statement fails, a limit was reached, or rows of today forbid it."""
        is_wrong = self.refusal or any(item.error for item in self.measured)
        return "failed" if is_wrong or any(probe.violations for probe in self.rows) else "passed"

    @property
    def verdict(self) -> str:
        """One line that says what a person has to know first."""
        return verdict_of(document(self))


def verdict_of(told: Mapping[str, Any]) -> str:
    """One line that says what a person has to know first of a report's document."""
    errors = [item["error"] for item in told["statements"] if item["error"]]
    if errors:
        return f"Failed: {errors[-1] if told['statements'][-1]['number'] == 0 else errors[0]}"
    violated = [probe for probe in told["rows"] if probe["violations"]]
    if violated:
        return f"Failed: {violated[0]['violations']:,} rows of today forbid it ({violated[0]['probe']})."
    changes = told["changes"]
    grave = sum(change["severity"] == "breaking" for change in changes)
    number = f"{len(changes)} change{'s' * (len(changes) != 1)}, {grave} breaking"
    lost = len(told["rollback"]["irreversible"])
    way_back = "can be undone" if told["rollback"]["proved"] else "the way back is not proved"
    way_back += f", and {lost} thing{'s' * (lost != 1)} not brought back" * bool(lost)
    asked = "against the last snapshot, for the database cannot be reached" if told["shadow"].get("snapshot") else ""
    return f"Passed{asked and f' {asked}'}: {number}; {way_back}."


def rows_of(item: Measured, estimates: dict[TableName, int | None]) -> int | None:
    """How many rows of the explored database the statement rewrites or reads, by its estimates; None where unknown."""
    effect = item.effect
    if effect is None:
        return None
    touched = {*effect.rewritten, *(scan.relation for scan in effect.scanned)}
    known = [estimates[name] for name in touched if name in estimates]
    return None if None in known else sum(number for number in known if number is not None)


def estimates_of(schema: Schema) -> tuple[tuple[TableName, int | None], ...]:
    """The estimated rows of each table."""
    return tuple((table.key, table.row_estimate) for table in schema.tables)


def sizes_of(schema: Schema) -> tuple[tuple[TableName, int | None], ...]:
    """The bytes of each table with its indexes."""
    return tuple((table.key, table.size) for table in schema.tables)


def document(
    report: CheckReport, *, draft: int | None = None, version: int | None = None, disk: DiskSpeed | None = None
) -> dict[str, Any]:
    """The report as one JSON document, its keys as the interface names them; seconds by the speed of the disk."""
    known = _Known(dict(report.estimates), dict(report.sizes), disk or DiskSpeed())
    safer = {way.number: way for way in report.safer}
    return {
        "draft": draft,
        "version": version,
        "state": report.state,
        "fingerprint": report.fingerprint,
        "shadow": {
            "faithful": not report.differences,
            "differences": list(report.differences),
            **({"snapshot": report.snapshot} if report.snapshot else {}),
        },
        "statements": [
            *(_statement(item, known, safer.get(item.statement.number)) for item in report.measured),
            *_of_whole(report, known),
        ],
        "changes": [_change(change) for change in (*report.changes, *report.others)],
        "findings": {"added": [_finding(item) for item in report.added], "removed": [*map(_finding, report.removed)]},
        "dependents": [asdict(item) for item in report.dependents],
        "rows": [asdict(item) for item in report.rows],
        "rollback": {
            "sql": report.rollback.sql,
            "proved": report.rollback.proved,
            "irreversible": list(report.rollback.irreversible),
        },
        "access": [{**asdict(item), "table": written(item.table), "meaning": item.meaning} for item in report.access],
    }


@dataclass(frozen=True)
class _Known:
    """What is known of the explored tables, and the speed of its disk."""

    rows: dict[TableName, int | None]
    sizes: dict[TableName, int | None]
    disk: DiskSpeed


def _of_whole(report: CheckReport, known: _Known) -> list[dict[str, Any]]:
    """What is wrong with the draft as a whole, as a statement 0."""
    if not report.refusal:
        return []
    whole = DraftStatement(0, "", 0, ())
    return [_statement(Measured(whole, error=StatementError(report.refusal)), known, None)]


def _statement(item: Measured, known: _Known, safer: SaferWay | None) -> dict[str, Any]:
    return {
        "number": item.statement.number,
        "sql": item.statement.sql,
        "error": str(item.error) if item.error else None,
        **_effect(item),
        "rows": rows_of(item, known.rows),
        "safer": safer and {"sql": safer.sql, "statements": [_step(step) for step in safer.measured]},
        "outside_transaction": bool(item.effect and item.effect.outside),
        "seconds": _seconds(item, known),
    }


def _step(item: Measured) -> dict[str, Any]:
    return {"sql": item.statement.sql, **_effect(item)}


def _effect(item: Measured) -> dict[str, Any]:
    effect = item.effect
    return {
        "locks": [
            {"relation": written(lock.relation), "mode": lock.mode, "blocks": lock.blocks}
            for lock in (effect.locks if effect else ())
        ],
        "rewritten": [written(name) for name in (effect.rewritten if effect else ())],
        "scanned": [written(scan.relation) for scan in (effect.scanned if effect else ())],
    }


def _seconds(item: Measured, known: _Known) -> list[float] | None:
    """The least and the most seconds that the rows take; None where their bytes are unknown."""
    if item.effect is None or rows_of(item, known.rows) is None:
        return None
    rewritten = {name for name in item.effect.rewritten if name in known.sizes}
    scanned = {scan.relation for scan in item.effect.scanned if scan.relation in known.sizes} - rewritten
    sizes = {name: known.sizes[name] for name in rewritten | scanned}
    if None in sizes.values():
        return None
    read, rewrote = (sum(sizes[name] or 0 for name in names) for names in (scanned, rewritten))
    return list(seconds(read, rewrote, known.disk))


def _change(change: SchemaChange) -> dict[str, Any]:
    return {**asdict(change), "table": written(change.table) if change.table else None}


def _finding(item: Finding) -> dict[str, Any]:
    return {**asdict(item), "table": written(item.table)}
