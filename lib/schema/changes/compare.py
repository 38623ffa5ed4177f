"""What changed from one state of a schema to another, each event once and with its severity."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Protocol, TypeVar

from lib.schema.changes.change import SEVERITIES, Assessment, SchemaChange, Severity, change
from lib.schema.changes.judgements import ADDED, OWNED, REMOVED
from lib.schema.changes.renames import Renames, renamed, renames
from lib.schema.changes.table import changed
from lib.schema.definition import text_of
from lib.schema.model import Domain, Enum, Extension, Namespace, Schema, Sequence, TableName
from lib.schema.names import quoted, written


class _Commented(Protocol):
    @property
    def comment(self) -> str | None: ...


Thing = TypeVar("Thing", bound=_Commented)


def compare(old: Schema, new: Schema) -> tuple[SchemaChange, ...]:
    """Every change from `old` to `new`, the gravest first, then by table.

    The order of columns and everything that moves by itself (estimates, sizes, privileges, the moment) is no change.
    Renamings are told as such where only one reading is possible, and what they reword is not told again.
    """
    names = renames(old, new)
    before = renamed(old, names)
    changes = [
        *_renamings(names, new),
        *_tables(before, new, names),
        *_things("type", before.enums, new.enums, _type_name, _enum),
        *_things("type", before.domains, new.domains, _type_name, _domain),
        *_things(
            "sequence",
            _lasting(before, new),
            _lasting(new, before),
            lambda item: written((item.schema, item.name)),
            _sequence,
        ),
        *_things("schema", before.namespaces, new.namespaces, lambda item: quoted(item.name), _namespace),
        *_things("extension", before.extensions, new.extensions, lambda item: item.name, _extension),
    ]
    return tuple(sorted(changes, key=_order))


def _order(item: SchemaChange) -> tuple[object, ...]:
    return SEVERITIES.index(item.severity), item.table or ("", ""), item.what, item.name, item.attribute


def _renamings(names: Renames, new: Schema) -> Iterator[SchemaChange]:
    judgement: Assessment = "breaking", "Programs that use the old name fail."
    for before, after in names.schemas.items():
        yield change(
            "altered", judgement, what="schema", table=None, name=after, attribute="name", before=before, after=after
        )
    for old, table in names.tables.items():
        if old[0] in names.schemas and old[1] == table[1]:
            continue  # told of the schema
        parts = zip(("schema", "name"), old, table, strict=True)
        for attribute, before, after in (part for part in parts if part[1] != part[2]):
            yield change(
                "altered",
                judgement,
                what="table",
                table=table,
                name=table[1],
                attribute=attribute,
                before=before,
                after=after,
            )
    for table, columns in names.columns.items():
        parent = new.table_named[table].partition_of
        handed_down = names.columns.get(parent, {}) if parent else {}
        for before, after in columns.items():
            if before not in handed_down:
                yield change(
                    "altered",
                    judgement,
                    what="column",
                    table=table,
                    name=after,
                    attribute="name",
                    before=before,
                    after=after,
                )


def _tables(old: Schema, new: Schema, names: Renames) -> Iterator[SchemaChange]:
    reworded = {*names.tables.values(), *names.columns}
    strict = {(item.schema, item.name): item.not_null for item in old.domains}
    told_by_type = {
        (item.schema, item.name) for item in new.domains if strict.get((item.schema, item.name)) == (not item.not_null)
    }
    for table in old.tables:
        if table.key not in new.table_named:
            yield change("removed", REMOVED, what="table", table=table.key, name=table.name, before=table.kind)
    changes_of: dict[TableName, list[SchemaChange]] = {}
    for table in new.tables:
        before = old.table_named.get(table.key)
        if before is None:
            yield change("added", ADDED, what="table", table=table.key, name=table.name, after=table.kind)
        else:
            reads = {(read.schema, read.table) for read in table.reads}
            changes_of[table.key] = list(changed(before, table, rewritten=bool(reads & reworded)))
    for table in (table for table in new.tables if table.key in changes_of):
        parents = [table.partition_of] if table.partition_of else table.inherits
        of_parent = {replace(item, table=table.key) for parent in parents for item in changes_of.get(parent, ())}
        for item in changes_of[table.key]:
            by_type = item.attribute == "nullable" and table.column_named[item.name].type_name in told_by_type
            # a constraint keeps the name that it has from the old name of its table or column
            by_name = (item.what, item.attribute) == ("not null", "name") and table.key in reworded
            if not (by_type or by_name or (item.what == "column" and item in of_parent)):
                yield item


def _things(
    what: str,
    old: Iterable[Thing],
    new: Iterable[Thing],
    name_of: Callable[[Thing], str],
    alterations: Callable[[Thing, Thing], Iterator[tuple[Severity, str, object, object, str]]],
) -> Iterator[SchemaChange]:
    """The changes of things outside of tables."""
    before, after = ({name_of(item): item for item in items} for items in (old, new))

    removed: Assessment = ("risky", REMOVED[1]) if what == "sequence" else REMOVED
    yield from (change("removed", removed, what=what, table=None, name=name) for name in before if name not in after)
    yield from (change("added", ADDED, what=what, table=None, name=name) for name in after if name not in before)
    for name in (name for name in before if name in after):
        pairs = [*alterations(before[name], after[name])]
        pairs.append(
            ("harmless", "comment", before[name].comment, after[name].comment, "Only the explanation changed.")
        )
        for severity, attribute, was, now, reason in pairs:
            if was != now:
                yield change(
                    "altered",
                    (severity, reason),
                    what=what,
                    table=None,
                    name=name,
                    attribute=attribute,
                    before=_text(was),
                    after=_text(now),
                )


def _enum(old: Enum, new: Enum) -> Iterator[tuple[Severity, str, object, object, str]]:
    if old.labels != new.labels:
        lost = [label for label in old.labels if label not in new.labels]
        severity: Severity = "breaking" if lost else "risky"
        reason = "Programs that use a label that went fail." if lost else "Programs may meet a label they do not know."
        yield severity, "labels", ", ".join(old.labels), ", ".join(new.labels), reason
    yield OWNED[0], "extension", old.extension, new.extension, OWNED[1]


def _domain(old: Domain, new: Domain) -> Iterator[tuple[Severity, str, object, object, str]]:
    yield "breaking", "type", old.base, new.base, "Values may not fit."
    yield "risky", "not null", old.not_null, new.not_null, "Writes and readers meet other values."
    yield "risky", "default", old.default, new.default, "Rows that leave it out get another value."
    was, now = ("; ".join(sorted(text_of(check) for check in item.checks)) for item in (old, new))
    yield "risky", "checks", was, now, "Other values are allowed than before."
    was, now = (_rule_names(item) for item in (old, new))
    yield "harmless", "names of rules", was, now, "Only names or explanations changed."
    yield OWNED[0], "extension", old.extension, new.extension, OWNED[1]
    yield "risky", "collation", old.collation, new.collation, "It sorts and compares differently."


def _rule_names(item: Domain) -> str:
    """The names of a domain's rules, with their comments."""
    rules = sorted((check.name, check.comment or "") for check in item.checks)
    return "; ".join(filter(None, [item.not_null_name, *(f"{name} {comment}".strip() for name, comment in rules)]))


def _sequence(old: Sequence, new: Sequence) -> Iterator[tuple[Severity, str, object, object, str]]:
    yield "risky", "definition", _numbering(old), _numbering(new), "It gives other numbers, or ends elsewhere."
    yield "risky", "owned by", old.owned_by, new.owned_by, "It falls with another column, or with none."
    yield OWNED[0], "extension", old.extension, new.extension, OWNED[1]


def _namespace(old: Namespace, new: Namespace) -> Iterator[tuple[Severity, str, object, object, str]]:
    yield "risky", "owner", old.owner, new.owner, "Other roles may alter it."


def _extension(old: Extension, new: Extension) -> Iterator[tuple[Severity, str, object, object, str]]:
    yield "risky", "version", old.version, new.version, "Its functions may behave differently."
    yield "risky", "schema", old.schema, new.schema, "Programs that name its objects with a schema fail."


def _numbering(item: Sequence) -> str:
    words = f"{item.type} start {item.start} increment {item.increment} minimum {item.minimum} maximum {item.maximum}"
    return f"{words} cache {item.cache}{' cycle' * item.cycle} {item.persistence}"


def _lasting(schema: Schema, other: Schema) -> Iterator[Sequence]:
    """The sequences but those that come and go with a column, or with its being an identity, by the other state."""
    for item in schema.sequences:
        table = other.table_named.get(item.owned_by[:2]) if item.owned_by else None
        column = table.column_named.get(item.owned_by[2]) if table and item.owned_by else None
        if item.owned_by is None or (column is not None and (column.identity is not None or not item.is_identity)):
            yield item


def _type_name(item: Enum | Domain) -> str:
    return written((item.schema, item.name))


def _text(value: object) -> str | None:
    return None if value is None or value == "" else str(value)
