"""What a `Schema` says, one fact a line, in the words of `pg_dump --schema-only`."""

from collections import Counter
from collections.abc import Iterator

from lib.schema.model import Column, Domain, Enum, ForeignKey, Index, Key, Policy, Schema, Sequence, Table
from lib.schema.names import quoted

BOUNDS = {"bigint": 63, "integer": 31, "smallint": 15}


def facts(schema: Schema, dumped: Counter[str]) -> Counter[str]:
    """The facts of a schema; `dumped` decides only where pg_dump wrote a default: with its column or apart from it."""
    found: Counter[str] = Counter()
    for table in schema.tables:
        if not table.extension:
            found.update(_table(table, dumped))
            found.update(_comments(table))
    for enum in schema.enums:
        found.update([] if enum.extension else _enum(enum))
    for domain in schema.domains:
        found.update([] if domain.extension else _domain(domain))
    for sequence in schema.sequences:
        found.update([] if sequence.extension else _sequence(sequence, schema))
    for namespace in schema.namespaces:
        if namespace.name != "public":
            found.update([f"CREATE SCHEMA {quoted(namespace.name)}"])
            found.update(_comment(f"SCHEMA {quoted(namespace.name)}", namespace.comment))
    for extension in schema.extensions:
        if extension.name != "plpgsql":
            found.update(
                [f"CREATE EXTENSION IF NOT EXISTS {quoted(extension.name)} WITH SCHEMA {quoted(extension.schema)}"]
            )
            found.update(_comment(f"EXTENSION {quoted(extension.name)}", extension.comment))
    return found


def name_of(schema: str, name: str) -> str:
    return f"{quoted(schema)}.{quoted(name)}"


def _list(names: tuple[str, ...]) -> str:
    return ", ".join(quoted(name) for name in names)


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _table(table: Table, dumped: Counter[str]) -> Iterator[str]:
    name = name_of(*table.key)
    if table.kind in ("view", "materialized view"):
        yield _view(table, name)
    else:
        foreign = "FOREIGN " if table.kind == "foreign table" else ""
        unlogged = "UNLOGGED " if table.persistence == "unlogged" else ""
        yield f"{unlogged}{foreign}TABLE {name}{_tail(table)}"
    yield from _columns(table, name, dumped)
    yield f"OWNER {name} is {quoted(table.owner or '')}"
    if table.partition_of:
        parent = name_of(*table.partition_of)
        yield f"ALTER TABLE {parent} ATTACH PARTITION {name} {table.partition_bound}"
    yield from _constraints(table, name, dumped)
    for index in table.indexes:
        if not index.is_constraint and index.valid:  # pg_dump leaves out what is not valid
            yield str(index.definition)
    for trigger in table.triggers:
        if not trigger.is_inherited:
            yield str(trigger.definition)
            if trigger.enabled != "origin":
                word = {"disabled": "DISABLE", "replica": "ENABLE REPLICA", "always": "ENABLE ALWAYS"}
                yield f"ALTER TABLE {name} {word[trigger.enabled]} TRIGGER {quoted(trigger.name)}"
    for policy in table.policies:
        yield _policy(policy, name)
    if table.rls:
        yield f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY"
    if table.rls_forced:
        yield f"ALTER TABLE {name} FORCE ROW LEVEL SECURITY"


def _tail(table: Table) -> str:
    options = dict(option.split("=", 1) for option in table.options)
    of = f" OF {table.of_type}" if table.of_type else ""
    inherits = f" INHERITS ({', '.join(name_of(*parent) for parent in table.inherits)})" if table.inherits else ""
    parts = f" PARTITION BY {table.partition_key}" if table.partition_key else ""
    if table.server:
        given = ", ".join(f"{quoted(key)} {_literal(value)}" for key, value in sorted(options.items()))
        return f"{of}{inherits}{parts} SERVER {quoted(table.server)}" + (f" OPTIONS ( {given} )" if given else "")
    given = ", ".join(f"{key}={_option(value)}" for key, value in options.items())
    return of + inherits + parts + (f" WITH ({given})" if given else "")


def _option(value: str) -> str:
    return value if quoted(value) == value else _literal(value)


def _view(table: Table, name: str) -> str:
    options = dict(option.split("=", 1) for option in table.options)
    check = options.pop("check_option", "")
    given = ", ".join(f"{key}={_option(value)}" for key, value in options.items())
    with_options = f" WITH ({given})" if given else ""
    query = str(table.definition).rstrip().removesuffix(";")
    if table.kind == "materialized view":
        return f"CREATE MATERIALIZED VIEW {name}{with_options} AS\n{query}\n  WITH NO DATA"
    return f"CREATE VIEW {name}{with_options} AS\n{query}" + (f"\n  WITH {check.upper()} CHECK OPTION" if check else "")


def _columns(table: Table, name: str, dumped: Counter[str]) -> Iterator[str]:
    is_view = table.kind in ("view", "materialized view")
    for column in table.columns:
        apart = f"ALTER TABLE {name} ALTER COLUMN {quoted(column.name)} SET DEFAULT {column.default}"
        is_apart = column.default is not None and (is_view or dumped[apart] > 0)
        if is_apart:
            yield apart
        if is_view or (column.is_inherited and not table.partition_of):
            continue
        default = "" if is_apart else column.default or ""
        lines = [f"{name}: {_column(column, table, default, not_null=said)}" for said in _not_null(column, table)]
        if not table.of_type or lines[0] != f"{name}: {quoted(column.name)}":
            yield next((line for line in lines if dumped[line]), lines[0])


def _not_null(column: Column, table: Table) -> tuple[bool, ...]:
    """Whether the column itself says not null; where its domain does, both may be: the dump of the domain says it."""
    if any(item.column == column.name and not item.validated for item in table.not_nulls):
        return (False,)
    return (True, False) if not column.nullable and column.type_name else (not column.nullable,)


def _column(column: Column, table: Table, default: str, *, not_null: bool) -> str:
    text = quoted(column.name) + ("" if table.of_type else f" {column.type}")
    if column.generated:
        text += f" GENERATED ALWAYS AS ({column.generated})" + (" STORED" if column.generated_kind == "stored" else "")
    elif default:
        text += f" DEFAULT {default}"
    named = next((item for item in table.not_nulls if item.column == column.name and item.validated), None)
    if named:
        default_name = f"{table.name}_{column.name}_not_null"
        text += f" CONSTRAINT {quoted(named.name)}" if named.name != default_name else ""
    if not_null:
        text += " NOT NULL" + (" NO INHERIT" if named and named.no_inherit else "")
    return text + (f" COLLATE {column.collation}" if column.collation else "")


def _constraints(table: Table, name: str, dumped: Counter[str]) -> Iterator[str]:
    for key, kind in [(table.primary_key, "PRIMARY KEY"), *((key, "UNIQUE") for key in table.unique)]:
        if key:
            yield f"{name}: CONSTRAINT {quoted(key.name)} {kind}{_key(key, table)}"
    for foreign_key in table.foreign_keys:
        if not foreign_key.is_inherited:
            yield f"{name}: CONSTRAINT {quoted(foreign_key.name)} {_foreign_key(foreign_key)}"
    for check in (*table.checks, *table.exclusions):
        if not check.is_inherited or (table.partition_of and check.validated):
            yield f"{name}: CONSTRAINT {quoted(check.name)} {check.definition}"
    for item in table.not_nulls:
        if not item.validated:
            column = quoted(item.column)
            yield f"{name}: CONSTRAINT {quoted(item.name)} NOT NULL {column} NOT VALID"
        repeated = f"{name}: CONSTRAINT {quoted(item.name)} NOT NULL {quoted(item.column)}"
        if item.is_inherited and dumped[repeated]:  # pg_dump repeats what is not valid in the table inherited from
            yield repeated


def _key(key: Key, table: Table) -> str:
    index = next(index for index in table.indexes if index.name == key.name)
    distinct = " NULLS NOT DISTINCT" if key.nulls_not_distinct else ""
    include = f" INCLUDE ({_list(key.include)})" if key.include else ""
    overlaps = " WITHOUT OVERLAPS" if key.period else ""
    return f"{distinct} ({_list(key.columns)}{overlaps}){include}{_storage(index)}{_deferrable(key)}"


def _storage(index: Index) -> str:
    definition = str(index.definition)
    return " WITH" + definition.split(" WITH", 1)[1] if " WITH (" in definition else ""


def _deferrable(item: Key | ForeignKey) -> str:
    return (" DEFERRABLE" if item.deferrable else "") + (" INITIALLY DEFERRED" if item.initially_deferred else "")


def _foreign_key(key: ForeignKey) -> str:
    columns, others = _list(key.columns), _list(key.other_columns)
    if key.period:
        columns, others = (
            _list(part[:-1]) + f", PERIOD {quoted(part[-1])}" for part in (key.columns, key.other_columns)
        )
    text = f"FOREIGN KEY ({columns}) REFERENCES {name_of(*key.other)}({others})"
    text += " MATCH FULL" if key.match == "FULL" else ""
    text += f" ON UPDATE {key.on_update}" if key.on_update != "NO ACTION" else ""
    text += f" ON DELETE {key.on_delete}" if key.on_delete != "NO ACTION" else ""
    text += f" ({_list(key.set_columns)})" if key.set_columns else ""
    text += _deferrable(key)
    if not key.enforced:
        return text + " NOT ENFORCED"
    return text + ("" if key.validated else " NOT VALID")


def _policy(policy: Policy, table: str) -> str:
    text = f"CREATE POLICY {quoted(policy.name)} ON {table}"
    text += "" if policy.permissive else " AS RESTRICTIVE"
    text += "" if policy.command == "ALL" else f" FOR {policy.command}"
    text += "" if policy.roles == ("PUBLIC",) else f" TO {', '.join(sorted(quoted(role) for role in policy.roles))}"
    text += f" USING ({policy.using})" if policy.using else ""
    return text + (f" WITH CHECK ({policy.check})" if policy.check else "")


def _enum(enum: Enum) -> Iterator[str]:
    labels = ",\n".join(f"    {_literal(label)}" for label in enum.labels)
    name = name_of(enum.schema, enum.name)
    yield f"CREATE TYPE {name} AS ENUM (\n{labels}\n)"
    yield from _comment(f"TYPE {name}", enum.comment)


def _domain(domain: Domain) -> Iterator[str]:
    name = name_of(domain.schema, domain.name)
    text = f"CREATE DOMAIN {name} AS {domain.base}"
    text += f" COLLATE {domain.collation}" if domain.collation else ""
    text += f" CONSTRAINT {quoted(domain.not_null_name)}" if domain.not_null_name else ""
    text += " NOT NULL" if domain.not_null else ""
    text += f" DEFAULT {domain.default}" if domain.default else ""
    for check in domain.checks:
        if check.validated:
            text += f"\n\tCONSTRAINT {quoted(check.name)} {check.definition}"
        else:
            yield f"ALTER DOMAIN {name}\n    ADD CONSTRAINT {quoted(check.name)} {check.definition}"
        yield from _comment(f"CONSTRAINT {quoted(check.name)} ON DOMAIN {name}", check.comment)
    yield text
    yield from _comment(f"DOMAIN {name}", domain.comment)


def _sequence(sequence: Sequence, schema: Schema) -> Iterator[str]:
    name = name_of(sequence.schema, sequence.name)
    body = f"    START WITH {sequence.start}\n    INCREMENT BY {sequence.increment}\n"
    top = 2 ** BOUNDS[sequence.type]
    usual = (1, top - 1) if sequence.increment > 0 else (-top, -1)
    minimum, maximum = sequence.minimum, sequence.maximum
    body += "    NO MINVALUE\n" if minimum == usual[0] else f"    MINVALUE {minimum}\n"
    body += "    NO MAXVALUE\n" if maximum == usual[1] else f"    MAXVALUE {maximum}\n"
    body += f"    CACHE {sequence.cache}" + ("\n    CYCLE" if sequence.cycle else "")
    unlogged = "UNLOGGED " if sequence.persistence == "unlogged" else ""
    if sequence.is_identity and sequence.owned_by:
        table, column = name_of(*sequence.owned_by[:2]), sequence.owned_by[2]
        how = schema.table_named[sequence.owned_by[:2]].column_named[column].identity
        words = f"ADD GENERATED {str(how).upper()} AS IDENTITY"
        yield f"ALTER TABLE {table} ALTER COLUMN {quoted(column)} {words} (\n    SEQUENCE NAME {name}\n{body}\n)"
    else:
        kind = "" if sequence.type == "bigint" else f"    AS {sequence.type}\n"
        yield f"CREATE {unlogged}SEQUENCE {name}\n{kind}{body}"
        if sequence.owned_by:
            owner = f"{name_of(*sequence.owned_by[:2])}.{quoted(sequence.owned_by[2])}"
            yield f"ALTER SEQUENCE {name} OWNED BY {owner}"
    yield from _comment(f"SEQUENCE {name}", sequence.comment)


def _comments(table: Table) -> Iterator[str]:
    name = name_of(*table.key)
    kind = "TABLE" if table.kind == "partitioned table" else table.kind.upper()
    yield from _comment(f"{kind} {name}", table.comment)
    for column in table.columns:
        yield from _comment(f"COLUMN {name}.{quoted(column.name)}", column.comment)
    keys = (*table.unique, *((table.primary_key,) if table.primary_key else ()))
    for item in (*keys, *table.foreign_keys, *table.checks, *table.exclusions, *table.not_nulls):
        yield from _comment(f"CONSTRAINT {quoted(item.name)} ON {name}", item.comment)
    for index in table.indexes:
        yield from _comment(f"INDEX {name_of(table.schema, index.name)}", index.comment)
    for trigger in table.triggers:
        yield from _comment(f"TRIGGER {quoted(trigger.name)} ON {name}", trigger.comment)
    for policy in table.policies:
        yield from _comment(f"POLICY {quoted(policy.name)} ON {name}", policy.comment)


def _comment(subject: str, comment: str | None) -> Iterator[str]:
    if comment is not None:
        yield f"COMMENT ON {subject} IS {_literal(comment)}"
