"""What every export says first: of which database, as of when, which state, what part of it, and what is not in it."""

from collections.abc import Iterator

from lib.schema.model import Schema
from lib.schema.names import written


def stamp(schema: Schema) -> Iterator[str]:
    """Lines without any mark of a comment; none holds a line break."""
    major = schema.server_version // 10000
    yield one_line(f"{schema.database}, Postgres {major}, as of {schema.as_of}, fingerprint {schema.fingerprint[:16]}")
    yield one_line(f"scope: {schema.told_scope}")
    if schema.hidden:
        yield one_line(f"hidden schemas: {', '.join(schema.hidden)}")
    if schema.foreign:
        yield one_line(f"referred to but not here: {', '.join(map(written, schema.foreign))}")
    if schema.kept_texts:
        yield one_line(f"texts as of an earlier reading: {', '.join(map(written, schema.kept_texts))}")


def one_line(text: object) -> str:
    """The text with every run of blanks and line breaks as one blank."""
    return " ".join(str(text).split())
