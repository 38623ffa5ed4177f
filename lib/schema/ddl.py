"""One table as the SQL that makes it, for people to copy; what it refers to has to be there already."""

from collections.abc import Iterable, Iterator

from lib.schema.definition import text_of
from lib.schema.model import Check, Column, Exclusion, ForeignKey, Index, Key, Policy, Table
from lib.schema.names import literal, quoted, written

ConstraintPart = Key | Check | Exclusion | ForeignKey
FIRING = {"disabled": "disable", "replica": "enable replica", "always": "enable always"}


def ddl(table: Table) -> str:
    """The statements that make `table` with its constraints, indexes, triggers, policies and comments."""
    return "\n".join([creation(table), *additions(table), *comments(table)]) + "\n"


def creation(table: Table) -> str:
    """The statement that makes a table or a view with its columns and constraints."""
    name = written(table.key)
    if table.kind in ("view", "materialized view"):
        query = (table.definition or "select").rstrip().rstrip(";")
        return f"create {table.kind} {name}{_stored(table)} as\n{query};"
    lines = [] if table.partition_of else [column_sql(column) for column in table.columns if not column.is_inherited]
    lines += constraints(table)
    body = " (\n    " + ",\n    ".join(lines) + "\n)" if lines or not table.partition_of else ""
    if table.partition_of:
        body = f" partition of {written(table.partition_of)}{body} {table.partition_bound}"
    if table.inherits:
        body += f" inherits ({', '.join(map(written, table.inherits))})"
    if table.partition_key:
        body += f" partition by {table.partition_key}"
    kind = table.kind if table.server else "unlogged table" if table.persistence == "unlogged" else "table"
    return f"create {kind} {name}{body}{_stored(table)};"


def _stored(table: Table) -> str:
    """Where its rows are and how: the server of a foreign table, and the options."""
    sign = " " if table.server else "="
    pairs = (option.partition("=") for option in table.options)
    settings = ", ".join(f"{quoted(name)}{sign}{literal(value)}" for name, _, value in pairs)
    if table.server:
        return f" server {quoted(table.server)}" + (f" options ({settings})" if settings else "")
    return f" with ({settings})" if settings else ""


def column_sql(column: Column) -> str:
    """A column as a table's definition lists it."""
    words = [quoted(column.name), column.type]
    words += [f"collate {column.collation}"] if column.collation else []
    if column.generated:
        words.append(f"generated always as ({column.generated}) {column.generated_kind}")
    elif column.identity:
        words.append(f"generated {column.identity} as identity")
    elif column.default is not None:
        words.append(f"default {column.default}")
    words += [] if column.nullable else ["not null"]
    return " ".join(words)


def constraints(table: Table, *, in_new: bool = True) -> Iterator[str]:
    """The constraints of its own, in the words of a new table or as they stand: a parent's come with the parent."""
    parts: tuple[tuple[str, Iterable[ConstraintPart | None]], ...] = (
        ("primary key ", [table.primary_key]),
        ("unique ", table.unique),
        ("", table.checks),
        ("", table.exclusions),
        ("foreign key ", table.foreign_keys),
    )
    for kind, part in ((kind, part) for kind, same in parts for part in same if part and not part.is_inherited):
        text = text_of(part)
        if in_new:
            text = text.removesuffix(" NOT VALID")  # in a new table there is nothing to validate
        yield f"constraint {quoted(part.name)} {kind}{text}"


def additions(table: Table) -> Iterator[str]:
    """The statements that make its indexes, triggers and policies."""
    name = written(table.key)
    own = (index for index in table.indexes if not (index.is_constraint or index.primary or index.is_inherited))
    yield from (_index(table, index) for index in own)
    for trigger in table.triggers:
        if trigger.definition and not trigger.is_inherited:
            yield f"{trigger.definition};"
        if trigger.enabled in FIRING:
            yield f"alter table {name} {FIRING[trigger.enabled]} trigger {quoted(trigger.name)};"
    if table.rls:
        yield f"alter table {name} enable row level security;"
    if table.rls_forced:
        yield f"alter table {name} force row level security;"
    yield from (_policy(table, policy) for policy in table.policies)


def _index(table: Table, index: Index) -> str:
    if index.definition:
        return f"{index.definition};"
    unique = "unique " if index.unique else ""
    return f"create {unique}index {quoted(index.name)} on {written(table.key)} using {text_of(index)};"


def _policy(table: Table, policy: Policy) -> str:
    kind = "" if policy.permissive else "as "
    return f"create policy {quoted(policy.name)} on {written(table.key)} {kind}{text_of(policy)};"


def comments(table: Table) -> Iterator[str]:
    """The statements that comment on it and on its columns."""
    name = written(table.key)
    if table.comment:
        kind = "table" if table.kind == "partitioned table" else table.kind
        yield f"comment on {kind} {name} is {literal(table.comment)};"
    for column in table.columns:
        if column.comment:
            yield f"comment on column {name}.{quoted(column.name)} is {literal(column.comment)};"
