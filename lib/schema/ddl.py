"""One table as the SQL that makes it, for people to copy; what it refers to has to be there already."""

from collections.abc import Iterator

from lib.schema.definition import text_of
from lib.schema.model import Column, Index, Policy, Table
from lib.schema.names import quoted, written


def ddl(table: Table) -> str:
    """The statements that make `table` with its constraints, indexes, triggers, policies and comments."""
    return "\n".join([_creation(table), *_additions(table), *_comments(table)]) + "\n"


def _creation(table: Table) -> str:
    name = written(table.key)
    if table.kind in ("view", "materialized view"):
        return f"create {table.kind} {name} as\n{(table.definition or 'select').rstrip().rstrip(';')};"
    if table.partition_of and table.partition_bound:
        return f"create table {name} partition of {written(table.partition_of)} {table.partition_bound};"
    lines = [_column(column) for column in table.columns]
    lines += _constraints(table)
    kinds = {"foreign table": "foreign table"}
    kind = "unlogged table" if table.persistence == "unlogged" else kinds.get(table.kind, "table")
    end = f" partition by {table.partition_key}" if table.partition_key else ""
    end += f" server {quoted(table.server)}" if table.server else ""
    return f"create {kind} {name} (\n    " + ",\n    ".join(lines) + f"\n){end};"


def _column(column: Column) -> str:
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


def _constraints(table: Table) -> Iterator[str]:
    if table.primary_key:
        yield f"constraint {quoted(table.primary_key.name)} primary key {text_of(table.primary_key)}"
    for key in table.unique:
        yield f"constraint {quoted(key.name)} unique {text_of(key)}"
    for check in table.checks:
        yield f"constraint {quoted(check.name)} {text_of(check).replace(' NOT VALID', '')}"
    for exclusion in table.exclusions:
        yield f"constraint {quoted(exclusion.name)} {text_of(exclusion)}"
    for foreign_key in table.foreign_keys:
        text = text_of(foreign_key).replace(" NOT VALID", "")  # in a new table there is nothing to validate
        yield f"constraint {quoted(foreign_key.name)} foreign key {text}"


def _additions(table: Table) -> Iterator[str]:
    name = written(table.key)
    yield from (_index(table, index) for index in table.indexes if not (index.is_constraint or index.primary))
    yield from (f"{trigger.definition};" for trigger in table.triggers if trigger.definition)
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


def _comments(table: Table) -> Iterator[str]:
    name = written(table.key)
    if table.comment:
        kind = "table" if table.kind == "partitioned table" else table.kind
        yield f"comment on {kind} {name} is {_literal(table.comment)};"
    for column in table.columns:
        if column.comment:
            yield f"comment on column {name}.{quoted(column.name)} is {_literal(column.comment)};"


def _literal(text: str) -> str:
    escaped = text.replace("'", "''")
    return "E'" + escaped.replace("\\", "\\\\") + "'" if "\\" in text else f"'{escaped}'"
