"""The image of a schema: nothing is lost on the way, and nothing but a schema comes back."""

import zlib
from dataclasses import replace

import msgspec
import pytest
from hypothesis import given

from lib.schema.cache.image_form import from_image, image_digest, of_reading, to_image
from lib.schema.cache.rows import cached_tables
from lib.schema.export.document import UnknownDocument
from lib.schema.model import Column, Schema, Table
from tests.support.laws import examples
from tests.support.schemas.strategies import schemas

SCHEMA = Schema(
    "shop",
    180006,
    "2026-01-02T03:04:05+00:00",
    "anna",
    (Table("public", "item", columns=(Column("id", 1, "int", True),)),),
)


def reading_of(schema: Schema) -> dict[str, object]:
    kept_texts = [list(name) for name in schema.kept_texts]
    return {
        "as_of": schema.as_of,
        "role": schema.role,
        "server_version": schema.server_version,
        "kept_texts": kept_texts,
    }


def digest(schema: Schema) -> str:
    return image_digest(schema, [cached.digest for cached in cached_tables(schema)])


@given(schemas)
@examples(60)
def test_a_schema_kept_as_an_image_and_opened_again_is_the_same(schema: Schema) -> None:
    opened = from_image(to_image(schema))
    given = {"fingerprint": schema.fingerprint, "catalog_mark": schema.catalog_mark}
    assert of_reading(opened, reading_of(schema), **given) == schema


@given(schemas, schemas)
@examples(60)
def test_images_have_one_digest_exactly_where_they_are_the_same(one: Schema, other: Schema) -> None:
    assert (digest(one) == digest(other)) == (to_image(one) == to_image(other))
    again = replace(one, as_of="2027-01-01T00:00:00+00:00", role="other", catalog_mark="moved")
    assert (digest(again), to_image(again)) == (digest(one), to_image(one))


@pytest.mark.parametrize(
    "change",
    [
        {"concern": "Sales"},
        {"concern_rule": "by hand"},
        {"row_estimate": 7},
        {"size": 8192},
        {"privileges": ("SELECT",)},
        {"columns": ()},
    ],
    ids=str,
)
def test_whatever_the_cache_keeps_of_a_table_moves_the_digest(change: dict[str, object]) -> None:
    assert digest(replace(SCHEMA, tables=(replace(SCHEMA.tables[0], **change),))) != digest(SCHEMA)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x80\x04K\x01.",
        to_image(SCHEMA)[:-9],
        *(
            zlib.compress(msgspec.msgpack.encode(shape))
            for shape in (
                None,
                [],
                {"database": "shop"},
                {"database": 1, "server_version": 180006, "as_of": ""},
                {"database": "", "server_version": 180006, "as_of": "", "tables": [{"name": "item"}]},
                {
                    "database": "",
                    "server_version": 180006,
                    "as_of": "",
                    "tables": [replace(SCHEMA.tables[0], kind="x")],
                },
            )
        ),
    ],
    ids=range(9),
)
def test_anything_but_the_image_of_a_schema_is_refused(content: bytes) -> None:
    with pytest.raises(UnknownDocument):
        from_image(content)
