"""One join over a foreign key, what it does to the rows, and the SQL of several in a row."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from lib.schema.model import ForeignKey, Table, TableName
from lib.schema.names import quoted, written
from lib.schema.relations.cardinality import cardinality
from lib.schema.relations.key_index import lacks_index

Ends = Literal["many to one", "one to one", "one to many", "many to many"]
LONGEST_ALIAS = 60
"""Bytes; Postgres cuts identifiers at 63, and a number may follow."""


@dataclass(frozen=True)
class Join:
    """One join, from the table reached so far to the next, over a foreign key of one of the two."""

    start: TableName
    end: TableName
    foreign_key: ForeignKey
    forward: bool
    """Whether the foreign key stands in `start`."""
    cardinality: Ends
    optional: bool
    """Whether a row of `start` may have no partner: then it is a left join."""
    lacks_index: bool
    """Whether the rows of `end` are looked for by columns of which no index leads with any."""
    trusted: bool
    """Whether Postgres vouches for the relation: the key is validated and enforced."""

    @property
    def multiplies(self) -> bool:
        """Whether one row may become several."""
        return self.cardinality in ("one to many", "many to many")

    @property
    def holder(self) -> TableName:
        """The table in which the foreign key stands."""
        return self.start if self.forward else self.end

    @property
    def columns(self) -> tuple[tuple[str, str], ...]:
        """The pairs of columns that must be equal: of `start`, of `end`."""
        own, other = self.foreign_key.columns, self.foreign_key.other_columns
        return tuple(zip(own, other, strict=True) if self.forward else zip(other, own, strict=True))


def both_ways(
    holder: Table, other: Table, foreign_key: ForeignKey, *, partitions: Sequence[Table] = ()
) -> tuple[Join, Join]:
    """The step from the table that holds the foreign key to the other one, and the step back.

    `partitions` are the holder's own.
    """
    ends = cardinality(holder, foreign_key)
    trusted = foreign_key.validated and foreign_key.enforced
    onward: Ends = "one to one" if ends.is_one_to_one else "many to one"
    back: Ends = "one to one" if ends.is_one_to_one else "one to many"
    if ends.refers_to_many:
        onward = back = "many to many"
    forth = Join(
        start=holder.key,
        end=other.key,
        foreign_key=foreign_key,
        forward=True,
        cardinality=onward,
        optional=ends.is_optional,
        lacks_index=False,  # what a foreign key refers to is unique, and so has an index
        trusted=trusted,
    )
    lacks = lacks_index(holder, foreign_key, partitions)
    backwards = replace(forth, start=other.key, end=holder.key, forward=False, cardinality=back, optional=True)
    return forth, replace(backwards, lacks_index=lacks)


def sql(steps: tuple[Join, ...]) -> str:
    """One select over all tables of the path; a comment stands where rows multiply or a partner may be missing."""
    aliases = _aliases((steps[0].start, *(step.end for step in steps)))
    lines = ["select *", f"from {_source(steps[0].start, aliases[0])}"]
    is_outer = False
    for number, step in enumerate(steps):
        is_outer = is_outer or step.optional  # after a left join an inner one would drop the rows again
        lines.append(f"{'left join' if is_outer else 'join'} {_source(step.end, aliases[number + 1])}{_remark(step)}")
        lines.append(f"  on {_condition(step, aliases[number], aliases[number + 1])}")
    return "\n".join(lines) + ";"


def _source(name: TableName, alias: str) -> str:
    return written(name) if alias == name[1] else f"{written(name)} as {quoted(alias)}"


def _condition(step: Join, start: str, end: str) -> str:
    pairs = [(f"{quoted(start)}.{quoted(own)}", f"{quoted(end)}.{quoted(other)}") for own, other in step.columns]
    compared = [f"{end_column} = {start_column}" for start_column, end_column in pairs]
    if step.foreign_key.period:
        start_column, end_column = pairs[-1]
        compared[-1] = f"{end_column} && {start_column}"  # a period refers to the rows whose periods it meets
    return " and ".join(compared)


def _remark(step: Join) -> str:
    remarks = ["rows multiply"] * step.multiplies + ["may be missing"] * step.optional
    return f"  -- {', '.join(remarks)}" if remarks else ""


def _aliases(names: tuple[TableName, ...]) -> tuple[str, ...]:
    """A table's own name, numbered from its second use on, so that every alias stands once."""
    aliases: list[str] = []
    for _, name in names:
        alias, number = name, 1
        while alias in aliases:
            number += 1
            alias = f"{name.encode()[:LONGEST_ALIAS].decode(errors='ignore')}_{number}"
        aliases.append(alias)
    return tuple(aliases)
