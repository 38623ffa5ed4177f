"""Parts of a schema: a concern, one of its schemas, a neighbourhood; each says what it leaves out."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from lib.errors import OrbError
from lib.schema.model import Schema, TableName
from lib.schema.names import nearest_words, written
from lib.schema.relations.graph import neighbourhood

HOPS = 1
"""How far a neighbourhood reaches unless said otherwise."""


class NoPart(OrbError):
    title = "There is no such part of the schema."

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        likest = ", ".join(nearest_words(name, {item for item in known if item}, limit=8)) or "none"
        super().__init__(f"There is no {kind} {name}.", next_step=f"Nearest: {likest}.")


def of_concern(schema: Schema, concern: str) -> Schema:
    """The tables of one concern; raises `NoPart` for one that no table has."""
    names = {table.key for table in schema.tables if table.concern == concern}
    if not names:
        raise NoPart("concern", concern, (table.concern for table in schema.tables))
    return of_tables(schema, names, scope=f"the concern {concern}")


def of_schema(schema: Schema, name: str) -> Schema:
    """The tables of one schema; raises `NoPart` for one without tables."""
    names = {table.key for table in schema.tables if table.schema == name}
    if not names:
        raise NoPart("schema", name, (table.schema for table in schema.tables))
    return of_tables(schema, names, scope=f"the schema {name}")


def around(schema: Schema, name: TableName, *, hops: int = HOPS) -> Schema:
    """A table and what is within `hops` relations of it; the scope names the hubs behind which it stops."""
    near = neighbourhood(schema, [name], hops=hops)
    scope = f"{written(name)} and what is within {hops} {'relation' if hops == 1 else 'relations'} of it"
    scope = scope if hops else written(name)
    if near.hubs:
        hubs = ", ".join(map(written, near.hubs))
        scope += f", stopping at {hubs} ({near.left_out} tables behind)"
    return of_tables(schema, set(near.tables), scope=scope)


def of_tables(schema: Schema, names: set[TableName], *, scope: str) -> Schema:
    """These tables with their types and sequences; the scope says which concerns hold the tables that are not here."""
    tables = tuple(table for table in schema.tables if table.key in names)
    types = {column.type_name for table in tables for column in table.columns if column.type_name}
    schemas = {name[0] for name in names}
    left = Counter(table.concern or "unassigned" for table in schema.tables if table.key not in names)
    elsewhere = ", ".join(f"{concern} {count}" for concern, count in sorted(left.items()))
    told = f"{scope}: {len(tables)} of {len(schema.tables)} tables" + (f"; not here: {elsewhere}" if left else "")
    referred = {key.other for table in tables for key in table.foreign_keys}
    return replace(
        schema,
        tables=tables,
        enums=tuple(item for item in schema.enums if (item.schema, item.name) in types),
        domains=tuple(item for item in schema.domains if (item.schema, item.name) in types),
        sequences=tuple(item for item in schema.sequences if item.owned_by and item.owned_by[:2] in names),
        namespaces=tuple(item for item in schema.namespaces if item.name in schemas),
        scope=told,
        foreign=tuple(sorted(referred - names)),
    )
