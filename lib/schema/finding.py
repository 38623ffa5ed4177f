"""One finding about a schema, and the groups in which findings are read."""

from dataclasses import dataclass
from typing import Literal

from lib.schema.model import Table, TableName
from lib.schema.names import quoted, written

Level = Literal["error", "warning", "info"]
LEVELS: tuple[Level, ...] = ("error", "warning", "info")
GROUPS = {
    "Who can read and write": (
        *("rls_off", "open_to_everybody", "view_bypasses_rls", "policies_without_rls", "rls_without_policy"),
    ),
    "Keys and types": ("no_primary_key", "type_mismatch"),
    "Speed": (
        "invalid_index",
        "foreign_key_without_index",
        "policy_calls_each_row",
        "duplicate_index",
        "never_analysed",
    ),
    "Explanations": ("missing_comment",),
}
"""The rules by what they are about, in the order in which they are read."""


@dataclass(frozen=True)
class Finding:
    """One finding; `key` names it in the ignore file and stays the same as long as it lasts."""

    key: str
    rule: str
    level: Level
    table: TableName
    name: str
    """The column, constraint, index or policy concerned, "" for the table itself."""
    concern: str
    reason: str
    remedy: str


def table_finding(rule: str, level: Level, *, table: Table, name: str = "", reason: str, remedy: str) -> Finding:
    """A finding about a table, or what `name` calls in it."""
    return Finding(
        key=f"{rule}:{written(table.key)}" + (f":{quoted(name)}" if name else ""),
        rule=rule,
        level=level,
        table=table.key,
        name=name,
        concern=table.concern,
        reason=reason,
        remedy=remedy,
    )
