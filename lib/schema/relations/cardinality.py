"""How many rows stand at the two ends of a relation: decided here, for maps, details, exports and join paths alike."""

import re
from dataclasses import dataclass

from lib.schema.model import Exclusion, ForeignKey, Table
from lib.schema.names import quoted

_NOT_NULL = re.compile(r"\(?(\w+|\"(?:[^\"]|\"\")+\") is not null\)?", re.IGNORECASE)
_WHERE = re.compile(r" WHERE \((.*)\)", re.DOTALL)


@dataclass(frozen=True)
class Cardinality:
    """The two ends of a relation: the rows that refer, and the rows that each of them refers to."""

    is_one_to_one: bool
    """Whether at most one row refers to the same row."""
    is_optional: bool
    """Whether a row may refer to nothing."""
    refers_to_many: bool = False
    """Whether a row may refer to several: its period meets theirs."""

    @property
    def words(self) -> str:
        """Both ends in words: "many to one or none"."""
        target = "many" if self.refers_to_many else "one"
        return f"{'one' if self.is_one_to_one else 'many'} to {target}{' or none' if self.is_optional else ''}"


def cardinality(table: Table, foreign_key: ForeignKey) -> Cardinality:
    """The cardinality of a foreign key of `table`.

    A key that is not enforced or not yet validated vouches for no partner, however its columns are declared, nor does a
    NOT NULL that is not validated; MATCH FULL lets all columns be null or none. A key over a period refers to as many
    rows as have periods that meet it.
    """
    columns = table.column_named
    unproven = {rule.column for rule in table.not_nulls if not rule.validated}
    nulls = [columns[name].nullable or name in unproven for name in foreign_key.columns if name in columns]
    may_be_null = all(nulls) if foreign_key.match == "FULL" else any(nulls)
    return Cardinality(
        is_one_to_one=not foreign_key.period and is_unique(table, foreign_key.columns, where_not_null=True),
        is_optional=may_be_null or not (foreign_key.enforced and foreign_key.validated),
        refers_to_many=foreign_key.period,
    )


def is_unique(table: Table, columns: tuple[str, ...], *, where_not_null: bool = False) -> bool:
    """Whether no two rows of `table` can agree in `columns`: a key or a whole unique index lies within them.

    An exclusion constraint that asks for nothing but equality counts as a key. With `where_not_null` a rule is whole,
    too, that leaves out only rows in which one of `columns` is null.
    """
    known = columns if where_not_null else ()
    keys = [key.columns for key in (table.primary_key, *table.unique) if key and not key.period]
    keys += [
        tuple(name for name in index.columns if name)
        for index in table.indexes
        if index.unique and index.valid and None not in index.columns and _is_whole(index.predicate, known)
    ]
    keys += [item.columns for item in table.exclusions if _excludes_equals(item, known)]
    return any(set(key) <= set(columns) for key in keys if key)


def _excludes_equals(exclusion: Exclusion, columns: tuple[str, ...]) -> bool:
    """Whether an exclusion constraint lets no two rows agree in its columns, whatever else stands in them."""
    equal = ", ".join(rf"{re.escape(quoted(name))}(?: COLLATE \S+)?(?: [\w.]+)? WITH =" for name in exclusion.columns)
    match = re.match(rf"EXCLUDE USING \w+ \({equal}\)(?P<rest>.*)", exclusion.definition or "", re.DOTALL)
    condition = _WHERE.search(match["rest"]) if match else None
    return match is not None and _is_whole(condition and condition[1], columns)


def _is_whole(predicate: str | None, columns: tuple[str, ...]) -> bool:
    """Whether a condition leaves no row out but those in which one of `columns` is null."""
    if not predicate:
        return True
    names = {quoted(name) for name in columns}
    conditions = re.split(r"\band\b", predicate.strip().removeprefix("(").removesuffix(")"), flags=re.IGNORECASE)
    matches = [_NOT_NULL.fullmatch(condition.strip()) for condition in conditions]
    return all(match and match[1] in names for match in matches)
