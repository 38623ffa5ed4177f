"""The image of a schema: its values as compressed MessagePack, of which only the shapes of the model can come back."""

import zlib
from collections.abc import Iterable
from dataclasses import fields, replace
from functools import cache
from hashlib import blake2b
from typing import Any

import msgspec

from lib.collector import collector_off
from lib.schema import model
from lib.schema.export.document import VERSION, UnknownDocument
from lib.schema.model import FROM_STANDBY, Schema

FASTEST = 1
"""The level of compression: a schema of 1,000 tables comes to 4 % of its size with it, to 3 % with the slowest."""


def to_image(schema: Schema) -> bytes:
    """The schema without what each reading says anew: `of_reading` puts that back."""
    return zlib.compress(_ENCODER.encode(_lasting(schema)), FASTEST)


def from_image(content: bytes) -> Schema:
    """The schema that `to_image` wrote; raises `UnknownDocument` for anything else."""
    try:
        with collector_off():
            return _DECODER.decode(zlib.decompress(content))
    except (zlib.error, msgspec.MsgspecError, UnicodeError) as error:
        raise UnknownDocument from error


def of_reading(schema: Schema, reading: dict[str, Any], *, fingerprint: str, catalog_mark: str) -> Schema:
    """The schema as a reading found it: when, by whom, and with which texts of an earlier one."""
    return replace(
        schema,
        as_of=reading["as_of"],
        role=reading["role"],
        server_version=reading["server_version"],
        kept_texts=tuple((name, table) for name, table in reading["kept_texts"]),
        is_standby=reading.get("scope", "").endswith(FROM_STANDBY),
        fingerprint=fingerprint,
        catalog_mark=catalog_mark,
    )


def image_digest(schema: Schema, tables: Iterable[str]) -> str:
    """What moves exactly when the image does, without making it; `tables` are the digests of the cached tables."""
    frame = _ENCODER.encode(replace(_lasting(schema), tables=()))
    return blake2b(b"".join([frame, *(digest.encode() for digest in tables)]), digest_size=16).hexdigest()


@cache
def form() -> str:
    """The name of the form: it moves with every field of the model, so that no version opens another's image."""
    kinds = [kind for kind in vars(model).values() if isinstance(kind, type) and kind.__module__ == model.__name__]
    shapes = [(kind.__name__, [(item.name, str(item.type)) for item in fields(kind)]) for kind in kinds]
    return f"{VERSION} {blake2b(repr(shapes).encode(), digest_size=8).hexdigest()}"


def _lasting(schema: Schema) -> Schema:
    return replace(
        schema, as_of="", role="", server_version=0, kept_texts=(), is_standby=False, fingerprint="", catalog_mark=""
    )


_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(Schema)
