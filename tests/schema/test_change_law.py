"""The law of changes: what moves the fingerprint is told."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest

from lib.schema.changes.compare import compare
from lib.schema.export.document import fingerprint
from lib.schema.model import (
    Check,
    Column,
    Domain,
    Enum,
    Exclusion,
    Extension,
    ForeignKey,
    Index,
    Key,
    Namespace,
    NotNull,
    Policy,
    Read,
    Schema,
    Sequence,
    Table,
    Trigger,
)

SCHEMA = Schema(
    "orb",
    180006,
    "2026-05-04T08:00:00+00:00",
    tables=(
        Table(
            "crm",
            "contact",
            columns=(
                Column("id", 1, "integer", False, identity="always", is_pk=True),
                Column("other", 2, "integer", True, is_fk=True),
                Column("name", 3, "text", True, default="'x'::text", collation='"C"'),
                Column("twice", 4, "integer", True, generated="(id * 2)", generated_kind="stored"),
            ),
            primary_key=Key("contact_pkey", ("id",)),
            unique=(Key("contact_name", ("name",)),),
            foreign_keys=(ForeignKey("contact_other", ("other",), "crm", "contact", ("id",)),),
            checks=(Check("contact_check", "CHECK ((id > 0))", ("id",)),),
            not_nulls=(NotNull("filled", "id"),),
            exclusions=(Exclusion("contact_alone", "EXCLUDE USING gist (id WITH =)", ("id",)),),
            indexes=(Index("by_name", ("name",), definition="CREATE INDEX by_name ON crm.contact USING btree (name)"),),
            triggers=(Trigger("stamp", "CREATE TRIGGER stamp …", "crm.stamp", events=("INSERT",)),),
            policies=(Policy("own", using="true"),),
            options=("fillfactor=70",),
            owner="orb",
        ),
        Table(
            "crm",
            "names",
            "view",
            (Column("name", 1, "text", True),),
            definition="SELECT name FROM crm.contact",
            reads=(Read("crm", "contact", ("name",)),),
        ),
    ),
    enums=(Enum("crm", "stage", ("open", "won")),),
    domains=(Domain("crm", "percent", "integer", checks=(Check("few", "CHECK ((VALUE <= 100))"),)),),
    sequences=(
        Sequence("crm", "contact_id_seq", owned_by=("crm", "contact", "id"), is_identity=True),
        Sequence("crm", "owned", owned_by=("crm", "contact", "other")),
        Sequence("crm", "free"),
    ),
    namespaces=(Namespace("crm", "orb"),),
    extensions=(Extension("citext", "1.6", "public"),),
)


LISTS = ("columns", "include", "set_columns", "events", "roles", "options", "labels")
FOLLOWS = re.compile(
    r"\.position$|\.is_[pf]k$|\.type_name|\.is_identity$|\.reads\["
    r"|(checks|exclusions|indexes|triggers)\[0\]\.(columns|validated|(initially_)?deferr|primary|method|include)"
    r"|(indexes|triggers)\[0\]\.(predicate|nulls_not|function|timing|events|level)"
    r"|domains\[0\]\.checks\[0\]\.is_inherited|\[3\]\.default|^\.tables\[0\]\.definition$"
)
"""What other fields say too: the text of an index, a check or a trigger, the keys of a column, a view's query."""


def others(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """The value with one thing in it changed, for each thing in it; the name says what."""
    if is_dataclass(value):
        for field in fields(value):
            for where, other in others(getattr(value, field.name), f"{name}.{field.name}"):
                yield where, replace(value, **{field.name: other})  # type: ignore[type-var]
    elif isinstance(value, tuple):
        if all(isinstance(item, str) for item in value) and name.rsplit(".", maxsplit=1)[-1] in LISTS:
            yield f"{name}+", (*value, "more")
        for number, item in enumerate(value):
            for where, other in others(item, f"{name}[{number}]"):
                yield where, (*value[:number], other, *value[number + 1 :])
    elif isinstance(value, bool):
        yield name, not value
    elif isinstance(value, int):
        yield name, value + 1
    elif isinstance(value, str):
        yield name, f"{value} more"
    elif value is None and not name.endswith("primary_key"):
        yield name, "more"


@pytest.mark.parametrize(("where", "other"), list(others(SCHEMA)))
def test_whatever_moves_the_fingerprint_is_told(where: str, other: Schema) -> None:
    if FOLLOWS.search(where) is None and fingerprint(other) != fingerprint(SCHEMA):
        assert compare(SCHEMA, other)


def test_the_same_schema_has_no_change() -> None:
    assert compare(SCHEMA, SCHEMA) == ()
