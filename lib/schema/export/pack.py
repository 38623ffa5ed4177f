"""The most useful description of some tables that fits a budget of tokens."""

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from lib.errors import OrbError
from lib.schema.computed import once_per_schema
from lib.schema.export.compact import LEGEND, is_joining, line
from lib.schema.export.stamp import one_line, stamp
from lib.schema.model import Schema, Table, TableName
from lib.schema.names import quoted, written
from lib.schema.relations.graph import HUB
from lib.tokens import tokens

DetailLevel = Literal["full", "columns", "keys", "joins", "name"]
"""With comments, all columns, keys and relations, what joins it to the other tables asked for, or its name alone."""
LEAST = 200
"""Below so many tokens not even the stamp of a database with long names is sure to fit."""


class BudgetTooSmall(OrbError):
    title = "So few tokens hold nothing."

    def __init__(self, needed: int) -> None:
        super().__init__(next_step=f"Ask for at least {needed} tokens.")
        self.needed = needed


@dataclass(frozen=True)
class Pack:
    """`text` and how it was made up; `levels` says how far each table is described, the tables asked for first."""

    text: str
    tokens: int
    """What the text takes by the rule of `lib.tokens`."""
    levels: dict[TableName, DetailLevel]
    left_out: tuple[TableName, ...]
    """The tables asked for and their neighbours that could not even be named."""
    unnamed: int
    """How many tables of the schema are not in the text at all."""


@dataclass
class _Draft:
    """Lines that are in so far, by table, and what they take."""

    budget: int
    spent: int = 0
    lines: dict[TableName, str] = field(default_factory=dict)
    levels: dict[TableName, DetailLevel] = field(default_factory=dict)

    def put(self, table: Table, level: DetailLevel, text: str) -> bool:
        """Take a line in, instead of the table's earlier one, if the budget allows."""
        price = _price(text) - (_price(self.lines[table.key]) if table.key in self.lines else 0)
        if self.spent + price > self.budget:
            return False
        self.lines[table.key], self.levels[table.key] = text, level
        self.spent += price
        return True


def pack(schema: Schema, names: tuple[TableName, ...], *, max_tokens: int) -> Pack:
    """The description of `names`, what they join, and what else there is, in at most `max_tokens` tokens.

    In this order, as far as the budget goes: the tables asked for with the columns that join them to one another, then
    with all keys and relations, then with all columns or as many as fit, then with comments; once they are whole, what
    views among them read and their neighbours, with keys and relations, the nearest and least crowded first; the names
    of the rest. A neighbour is described with all of its joining columns or only named. The same question gives the
    same text. Raises `BudgetTooSmall` where the stamp and the tables asked for, with what joins them, do not fit.
    """
    known = schema.table_named
    asked = [known[name] for name in dict.fromkeys(names)]
    around = _neighbours(schema, [table.key for table in asked])
    head = [*(f"# {text}" for text in stamp(schema)), f"# {LEGEND}"]
    closing = _closing(len(asked) + len(around), len(schema.tables))
    fixed = sum(map(_price, (*head, closing)))
    draft = _Draft(max_tokens - fixed)
    first = {table.key: _least(table, _joins(table, asked)) for table in asked}
    least = fixed + sum(_price(text) for _, text in first.values())
    if least > max_tokens:
        raise BudgetTooSmall(max(LEAST, least))
    for table in asked:
        draft.put(table, *first[table.key])
    for level in ("keys", "columns", "full"):
        for table in asked:
            draft.put(table, level, _described(schema, table, level))
    for table in asked:
        if draft.levels[table.key] == "keys":
            _fill(draft, table, keys=_keys(schema, table))
    is_whole = all(draft.levels[table.key] == "full" for table in asked)
    near = [known[name] for name in around]
    read = _read_columns(schema, asked)
    for table in near:
        described = line(table, only=_keys(schema, table) | read.get(table.key, set()), comments=False)
        (is_whole and draft.put(table, "keys", described)) or draft.put(table, "name", _named(table))
    left_out = tuple(table.key for table in near if table.key not in draft.lines)
    rest, unnamed = _rest(schema, draft)
    kept_lines = [draft.lines[table.key] for table in (*asked, *near) if table.key in draft.lines]
    text = "\n".join([*head, *kept_lines, *rest, _closing(len(left_out), unnamed)]) + "\n"
    return Pack(text, tokens(text), draft.levels, left_out, unnamed)


def _described(schema: Schema, table: Table, level: DetailLevel) -> str:
    return line(table, only=_keys(schema, table) if level == "keys" else None, comments=level == "full")


def _fill(draft: _Draft, table: Table, *, keys: set[str]) -> None:
    """Add to the columns of its keys as many of the others as the budget allows."""
    others = [column.name for column in table.columns if column.name not in keys]

    def is_too_much(count: int) -> bool:
        return not draft.put(table, "keys", line(table, only={*keys, *others[:count]}, comments=False))

    bisect_left(range(1, len(others)), True, key=is_too_much)  # the last that fits stays in


def _least(table: Table, joins: set[str]) -> tuple[DetailLevel, str]:
    """The shortest that is said of a table asked for: what joins it to the others, or that it is there."""
    return ("joins", line(table, only=joins, comments=False)) if joins else ("name", _named(table))


def _joins(table: Table, asked: list[Table]) -> set[str]:
    """The columns that join a table to those asked for, itself included."""
    others = {other.key for other in asked}
    own_columns = {name for key in table.foreign_keys if key.other in others for name in key.columns}
    pointing = (key for other in asked for key in other.foreign_keys if key.other == table.key)
    return own_columns | {name for key in pointing for name in key.other_columns}


def _keys(schema: Schema, table: Table) -> set[str]:
    """The columns of a table's keys and relations, both those of its own and those that others refer to."""
    referred = (key.other_columns for _, key in schema.incoming.get(table.key, ()))
    return {column.name for column in table.columns if is_joining(column)} | {n for names in referred for n in names}


def _read_columns(schema: Schema, asked: list[Table]) -> dict[TableName, set[str]]:
    """The columns that views among the tables asked for read, also through other views, by the table they come from.

    What is read more directly comes first.
    """
    columns_of: dict[TableName, set[str]] = {}
    waiting = list(asked)
    for table in waiting:
        for read in table.reads:
            name = (read.schema, read.table)
            if name not in columns_of and name in schema.table_named:
                waiting.append(schema.table_named[name])
            columns_of.setdefault(name, set()).update(read.columns)
    return columns_of


def _named(table: Table) -> str:
    return one_line(f"{written(table.key)}: not described")


def _price(text: str) -> int:
    return tokens(text) + 1  # and the line break


def _neighbours(schema: Schema, asked: list[TableName]) -> list[TableName]:
    """What views among those asked for read, then the tables that share a relation with those asked for.

    With several of them first, hubs last, then by name.
    """
    ties = Counter(other for name in asked for other in _near(schema, name) if other not in asked)
    known = schema.table_named
    reads = _read_columns(schema, [known[name] for name in asked])
    read = [name for name in reads if name in known and name not in asked]
    by_ties = sorted(ties, key=lambda name: (-ties[name], len(_near(schema, name)) > HUB, name))
    return [*read, *(name for name in by_ties if name not in read)]


def _near(schema: Schema, name: TableName) -> set[TableName]:
    """The tables that one refers to or that refer to it, partitions left out."""
    other = {key.other for key in schema.table_named[name].foreign_keys}
    other |= {table.key for table, _ in schema.incoming.get(name, ())}
    known = schema.table_named
    return {key for key in other if key in known and known[key].partition_of is None and key != name}


def _rest(schema: Schema, draft: _Draft) -> tuple[list[str], int]:
    """The names of the tables that are not described, a line a schema, and how many did not fit."""
    lines: list[str] = []
    unnamed = 0
    for namespace, tables in _by_namespace(schema).items():
        begin = one_line(f"also in {quoted(namespace)}:")
        names = [one_line(quoted(table.name)) for table in tables if table.key not in draft.lines]
        fitting: list[str] = []
        spent = draft.spent + _price(begin)
        for name in names:
            price = tokens(f"{name}, ")
            if spent + price > draft.budget:
                break
            spent += price
            fitting.append(name)
        if fitting:
            draft.spent = spent
            lines.append(f"{begin} {', '.join(fitting)}")
        unnamed += len(names) - len(fitting)
    return lines, unnamed


@once_per_schema
def _by_namespace(schema: Schema) -> dict[str, list[Table]]:
    """The tables of each schema by their names; their partitions are left out."""
    tables_of: dict[str, list[Table]] = {
        table.schema: [] for table in sorted(schema.tables, key=lambda table: table.key)
    }
    for table in sorted(schema.tables, key=lambda table: table.key):
        if not table.partition_of:
            tables_of[table.schema].append(table)
    return tables_of


def _closing(left_out: int, unnamed: int) -> str:
    return f"# left out: {left_out} neighbours; not named: {unnamed} tables; ask with other tables or more tokens"
