"""The published document: nothing is lost on the way, and its fingerprint moves exactly when the schema does."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator

from lib.schema.export.document import JSON_SCHEMA, UnknownDocument, fingerprint, from_document, to_document
from lib.schema.model import Column, ForeignKey, Index, Key, Schema, Table
from tests.support.laws import examples
from tests.support.schemas.strategies import schemas

VALIDATOR = Draft202012Validator(json.loads(JSON_SCHEMA.read_text("utf-8")))
SCHEMA = Schema(
    "shop",
    180006,
    "2026-01-02T03:04:05+00:00",
    tables=(
        Table("public", "item", columns=(Column("id", 1, "integer", nullable=False, is_pk=True),)),
        Table(
            "public",
            "line",
            columns=(Column("item", 1, "integer", nullable=True, is_fk=True),),
            foreign_keys=(ForeignKey("item_of_line", ("item",), "public", "item", ("id",), on_delete="CASCADE"),),
            indexes=(Index("line_item", ("item",), size=8192),),
        ),
    ),
)


def as_json(schema: Schema) -> dict[str, object]:
    return json.loads(json.dumps(to_document(schema)))


@given(schemas)
@examples(60)
def test_a_schema_written_and_read_again_is_the_same(schema: Schema) -> None:
    document = as_json(schema)
    VALIDATOR.validate(document)
    assert from_document(document) == schema


def test_the_promised_keys_stand_even_where_they_say_nothing() -> None:
    line = as_json(SCHEMA)["tables"][1]
    assert line["columns"] == [
        {
            "name": "item",
            "position": 1,
            "type": "integer",
            "nullable": True,
            "default": None,
            "identity": None,
            "generated": None,
            "comment": None,
            "is_pk": False,
            "is_fk": True,
        }
    ]
    assert line["foreign_keys"] == [
        {
            "name": "item_of_line",
            "columns": ["item"],
            "references": {"schema": "public", "table": "item", "columns": ["id"]},
            "on_delete": "CASCADE",
            "on_update": "NO ACTION",
            "deferrable": False,
            "validated": True,
        }
    ]
    assert list(line)[:18] == [
        *("schema", "name", "kind", "comment", "concern", "columns", "primary_key", "foreign_keys", "referenced_by"),
        *("unique", "checks", "exclusions", "indexes", "triggers", "policies", "rls", "row_estimate", "partition_of"),
    ]


def test_a_table_says_who_refers_to_it() -> None:
    item = as_json(SCHEMA)["tables"][0]
    assert item["referenced_by"] == [
        {
            "schema": "public",
            "table": "line",
            "name": "item_of_line",
            "columns": ["item"],
            "other_columns": ["id"],
        }
    ]


def test_a_part_of_a_schema_keeps_the_references_from_outside_it() -> None:
    part = replace(SCHEMA, tables=SCHEMA.tables[:1])
    assert to_document(part)["tables"][0]["referenced_by"] == []
    assert len(to_document(part, whole=SCHEMA)["tables"][0]["referenced_by"]) == 1


@pytest.mark.parametrize("change", [{"format": "other"}, {"version": 0}, {"tables": [{"name": "x"}]}, {"enums": None}])
def test_another_format_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(UnknownDocument):
        from_document({**as_json(SCHEMA), **change})


def test_estimates_sizes_rights_concerns_and_times_do_not_move_the_fingerprint() -> None:
    item, line = SCHEMA.tables
    index = replace(line.indexes[0], size=16384)
    moved = replace(
        SCHEMA,
        as_of="2027-01-01T00:00:00+00:00",
        role="other",
        tables=(
            replace(item, row_estimate=7, size=8192, privileges=("SELECT",), concern="shop", concern_rule="by hand"),
            replace(line, indexes=(index,)),
        ),
    )
    assert fingerprint(moved) == fingerprint(SCHEMA)


def test_any_part_of_a_table_moves_the_fingerprint() -> None:
    item, line = SCHEMA.tables
    changes = [
        replace(item, comment="what is sold"),
        replace(item, primary_key=Key("item_pkey", ("id",))),
        replace(item, columns=(replace(item.columns[0], type="bigint"),)),
        replace(item, rls=True),
    ]
    seen = {fingerprint(replace(SCHEMA, tables=(changed, line))) for changed in changes}
    assert len(seen | {fingerprint(SCHEMA)}) == 5
