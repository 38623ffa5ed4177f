"""The changes inside one table that both states have."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, TypeVar

from lib.schema.changes.change import Assessment, SchemaChange, change
from lib.schema.changes.column import changed_columns, differs
from lib.schema.changes.judgements import CAME, OTHERWISE, OWNED, WENT
from lib.schema.definition import text_of
from lib.schema.model import Check, Exclusion, ForeignKey, Index, Key, NotNull, Policy, Table, Trigger
from lib.schema.names import written
from lib.schema.trigger_arguments import masked_text

TablePart = Key | ForeignKey | Check | Exclusion | Index | Trigger | Policy
Item = TypeVar("Item", bound=TablePart)


def changed(old: Table, new: Table, *, rewritten: bool = False) -> Iterator[SchemaChange]:
    """What changed from `old` to `new`, one event for each; `rewritten`: a renaming reworded the query of this view.

    What follows from another change is not told again: the constraints that fall with a column, the NOT NULL that comes
    with a primary key, the casts that a new type brings, and the constraints, indexes and triggers of a parent.
    """
    if old == new:
        return
    columns = list(changed_columns(old, new))
    yield from columns
    yield from _own_attributes(old, new, rewritten=rewritten or bool(columns))
    yield from _not_nulls(old, new)
    yield from _handed_down(old, new)
    retyped = any(change.attribute == "type" for change in columns)
    gone = {change.name for change in columns if change.kind == "removed"}
    for what, before, after in _parts(old, new):
        yield from _items(what, before, after, new, gone=gone, retyped=retyped)


def _own_attributes(old: Table, new: Table, *, rewritten: bool) -> Iterator[SchemaChange]:
    def altered(judgement: Assessment, attribute: str, was: object, now: object) -> SchemaChange:
        return change(
            "altered",
            judgement,
            what="table",
            table=new.key,
            name=new.name,
            attribute=attribute,
            before=was,
            after=now,
        )

    judgement: Assessment
    if old.rls != new.rls:
        judgement = "breaking", "Rows that were protected are open."
        judgement = ("risky", "Rows may no longer be seen.") if new.rls else judgement
        yield altered(judgement, "row-level security", _switch(old.rls), _switch(new.rls))
    if old.rls_forced != new.rls_forced:
        judgement = "risky", "The owner's own reads and writes are judged differently."
        yield altered(judgement, "forced row-level security", _switch(old.rls_forced), _switch(new.rls_forced))
    if old.definition != new.definition and not rewritten and None not in (old.definition, new.definition):
        yield altered(("risky", "It may give other rows."), "definition", old.definition, new.definition)
    for attribute, judgement, was, now in (
        ("kind", ("breaking", "It is another kind of relation."), old.kind, new.kind),
        ("partition of", ("risky", "Its rows belong elsewhere."), _name(old.partition_of), _name(new.partition_of)),
        ("partition key", ("risky", "Rows are spread differently."), old.partition_key, new.partition_key),
        ("inherits", ("risky", "Its rows show elsewhere."), _names(old), _names(new)),
        ("persistence", ("risky", "What survives a crash changes."), old.persistence, new.persistence),
        ("options", ("risky", "Storage, or whose rights count, changes."), _options(old), _options(new)),
        ("server", ("risky", "Its rows come from elsewhere."), old.server, new.server),
        ("type", ("risky", "Its columns follow another type, or none."), old.of_type, new.of_type),
        ("extension", OWNED, old.extension, new.extension),
        ("owner", ("risky", "Other roles may alter it."), old.owner, new.owner),
        ("comment", ("harmless", "Only the explanation changed."), old.comment, new.comment),
    ):
        if was != now:
            yield altered(judgement, attribute, was, now)
    if old.partition_of == new.partition_of and old.partition_bound != new.partition_bound:
        judgement = "risky", "Other rows belong to it."
        yield altered(judgement, "partition bound", old.partition_bound, new.partition_bound)


def _not_nulls(old: Table, new: Table) -> Iterator[SchemaChange]:
    """What not-null constraints say of columns that stayed as they were; an inherited one is the parent's."""
    was, now = ({item.column: item for item in table.not_nulls} for table in (old, new))
    for name in (name for name in {**was, **now} if name in old.column_named and name in new.column_named):
        before, after = was.get(name, NotNull("", name)), now.get(name, NotNull("", name))
        if (
            old.column_named[name].nullable != new.column_named[name].nullable
            or before.is_inherited
            or after.is_inherited
        ):
            continue
        judgement: Assessment = "harmless", "Only the constraint's name or explanation changed."
        stricter: Assessment = "risky", "Other rows, or other tables, may hold a missing value."
        for attribute, grave, one, other in (
            ("name", judgement, before.name or None, after.name or None),
            ("comment", judgement, before.comment, after.comment),
            ("validated", stricter, before.validated, after.validated),
            ("no inherit", stricter, before.no_inherit, after.no_inherit),
        ):
            if one != other:
                yield change(
                    "altered",
                    grave,
                    what="not null",
                    table=new.key,
                    name=name,
                    attribute=attribute,
                    before=one,
                    after=other,
                )


def _handed_down(old: Table, new: Table) -> Iterator[SchemaChange]:
    """What comes from a parent that both states have, and did not, or no longer does."""
    if (old.partition_of, old.inherits) != (new.partition_of, new.inherits):
        return
    own = (("column", old.columns, new.columns), ("not null", old.not_nulls, new.not_nulls))
    for what, before, after in (*own, *_parts(old, new)):
        was = {item.name: getattr(item, "is_inherited", False) for item in before}
        for item in (item for item in after if was.get(item.name, False) != getattr(item, "is_inherited", False)):
            if item.name in was:
                judgement: Assessment = "harmless", "It changes with the parent, or no longer."
                yield change(
                    "altered",
                    judgement,
                    what=what,
                    table=new.key,
                    name=item.name,
                    attribute="inherited",
                    before=was[item.name],
                    after=not was[item.name],
                )


def _parts(old: Table, new: Table) -> Iterator[tuple[str, tuple[Any, ...], tuple[Any, ...]]]:
    yield "primary key", _one(old.primary_key), _one(new.primary_key)
    yield "unique key", old.unique, new.unique
    yield "foreign key", old.foreign_keys, new.foreign_keys
    yield "check", old.checks, new.checks
    yield "exclusion", old.exclusions, new.exclusions
    yield "index", _of_index(old, unique=False), _of_index(new, unique=False)
    yield "unique index", _of_index(old, unique=True), _of_index(new, unique=True)
    yield "trigger", old.triggers, new.triggers
    yield "policy", old.policies, new.policies


def _items(
    what: str, old: tuple[Item, ...], new: tuple[Item, ...], table: Table, *, gone: set[str], retyped: bool
) -> Iterator[SchemaChange]:
    handed_down = {item.name for item in (*old, *new) if getattr(item, "is_inherited", False)}
    before = {item.name: item for item in old if item.name not in handed_down}
    after = {item.name: item for item in new if item.name not in handed_down}
    lost = [item for name, item in before.items() if name not in after]
    for item in (item for name, item in after.items() if name not in before):
        twin = next((other for other in lost if _content(other) == _content(item)), None)
        if twin is None:
            yield change("added", CAME[what], what=what, table=table.key, name=item.name, after=text_of(item))
        else:
            lost.remove(twin)
            judgement: Assessment = "harmless", "Only its name changed."
            yield change(
                "altered",
                judgement,
                what=what,
                table=table.key,
                name=item.name,
                attribute="name",
                before=twin.name,
                after=item.name,
            )
    for item in lost:
        if not gone & set(getattr(item, "columns", ())):
            yield change("removed", WENT[what], what=what, table=table.key, name=item.name, before=text_of(item))
    for name in (name for name in before if name in after):
        yield from _item(what, before[name], after[name], table, retyped=retyped)


def _item(what: str, old: Item, new: Item, table: Table, *, retyped: bool) -> Iterator[SchemaChange]:
    def altered(judgement: Assessment, attribute: str, before: object, after: object) -> SchemaChange:
        return change(
            "altered",
            judgement,
            what=what,
            table=table.key,
            name=new.name,
            attribute=attribute,
            before=before,
            after=after,
        )

    was, now = text_of(old), text_of(new)
    if isinstance(old, Index) and isinstance(new, Index) and old.valid != new.valid:
        judgement: Assessment = ("harmless", "Queries can use it again.") if new.valid else OTHERWISE["index"]
        yield altered(judgement, "valid", old.valid, new.valid)
    if isinstance(old, Trigger) and isinstance(new, Trigger) and (old.definition, new.definition) != (None, None):
        was, now = (f"{item.definition} ({item.enabled})" for item in (old, new))
    if _is_known(old) and _is_known(new) and differs(was, now, retyped):
        judgement = OTHERWISE.get(what, ("risky", "Writes or reads behave differently."))
        was, now = (masked_text(text, table.column_named) if what == "trigger" else text for text in (was, now))
        yield altered(judgement, "definition", was, now)
    elif old.comment != new.comment:
        yield altered(("harmless", "Only the explanation changed."), "comment", old.comment, new.comment)


def _content(item: TablePart) -> TablePart:
    """The item without its name, to recognise it under another."""
    definition = getattr(item, "definition", None)
    nameless: dict[str, Any] = {"name": ""}
    if isinstance(item, Index | Trigger) and definition:
        nameless["definition"] = definition.partition(" ON ")[2]
    if isinstance(item, Index):
        nameless["size"] = None
    return replace(item, **nameless)


def _is_known(item: TablePart) -> bool:
    """Whether the item's text could be read: a lock may have hidden it."""
    return not (isinstance(item, Check | Exclusion) and item.definition is None)


def _of_index(table: Table, *, unique: bool) -> tuple[Index, ...]:
    return tuple(index for index in table.indexes if not index.is_constraint and index.unique == unique)


def _one(key: Key | None) -> tuple[Key, ...]:
    return (key,) if key else ()


def _name(name: tuple[str, str] | None) -> str | None:
    return written(name) if name else None


def _names(table: Table) -> str | None:
    return ", ".join(map(written, table.inherits)) or None


def _options(table: Table) -> str | None:
    return ", ".join(sorted(table.options)) or None


def _switch(on: bool) -> str:
    return "on" if on else "off"
