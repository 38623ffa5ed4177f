"""Names of tables and columns as SQL writes them: quoting, reading, and the nearest for a misspelt one."""

import re
from collections.abc import Iterable
from functools import lru_cache

from lib.errors import OrbError
from lib.schema.model import Schema, TableName

PART = re.compile(r'\s*(?:"((?:[^"]|"")+)"|([^\s".,]+))\s*')
PLAIN = re.compile(r"[a-z_][a-z0-9_]*\Z")
NEAREST = 5
KEYWORDS = """
    all analyse analyze and any array as asc asymmetric authorization between bigint binary bit boolean both
    case cast char character check coalesce collate collation column concurrently constraint create cross
    current_catalog current_date current_role current_schema current_time current_timestamp current_user dec
    decimal default deferrable desc distinct do else end except exists extract false fetch float for foreign
    freeze from full grant greatest group grouping having ilike in initially inner inout int integer intersect
    interval into is isnull join json json_array json_arrayagg json_exists json_object json_objectagg json_query
    json_scalar json_serialize json_table json_value lateral leading least left like limit localtime
    localtimestamp merge_action national natural nchar none normalize not notnull null nullif numeric offset on
    only or order out outer overlaps overlay placing position precision primary real references returning right
    row select session_user setof similar smallint some substring symmetric system_user table tablesample then
    time timestamp to trailing treat trim true union unique user using values varchar variadic verbose when
    where window with xmlattributes xmlconcat xmlelement xmlexists xmlforest xmlnamespaces xmlparse xmlpi
    xmlroot xmlserialize xmltable
"""
"""The words that Postgres 18 quotes as identifiers: `pg_get_keywords()` but the unreserved."""
QUOTED_WORDS = frozenset(KEYWORDS.split())


class InvalidName(OrbError):
    title = "This is not the name of a table."
    next_step = 'Write schema.table as SQL does: crm.contact, or crm."odd.name" with quotes.'


class NoTable(OrbError):
    """`nearest` holds the written names that are likest."""

    title = "There is no such table."

    def __init__(self, title: str, *, next_step: str, nearest: tuple[str, ...] = ()) -> None:
        super().__init__(title, next_step=next_step)
        self.nearest = nearest


@lru_cache(maxsize=1 << 16)
def quoted(name: str) -> str:
    """An identifier as SQL needs it: as it stands where that is enough, otherwise in double quotes."""
    if PLAIN.match(name) and name not in QUOTED_WORDS:
        return name
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as SQL needs it, whatever the server takes a backslash for."""
    escaped = text.replace("'", "''")
    return "E'" + escaped.replace("\\", "\\\\") + "'" if "\\" in text else f"'{escaped}'"


def written(name: TableName) -> str:
    """A table's name for SQL: `crm.contact`, `crm."odd.name"`."""
    return f"{quoted(name[0])}.{quoted(name[1])}"


def parse(text: str, schema: Schema) -> TableName:
    """The table that `text` names as SQL would read it; the schema may be left out where only one table fits.

    Raises `InvalidName` for what is no name and `NoTable`, with the nearest names, for a table that is not there.
    """
    parts = _parts(text)
    if len(parts) == 1:
        named = sorted(name for name in schema.table_named if name[1] == parts[0])
        if len(named) > 1:
            several = tuple(written(name) for name in named)
            raise NoTable(
                f"{len(several)} tables are called {text.strip()}.",
                next_step=f"Say which: {', '.join(several)}.",
                nearest=several,
            )
        parts = named[0] if named else parts
    name = (parts[0], parts[1]) if len(parts) == 2 else ("", parts[0])
    if name not in schema.table_named:
        raise _missing(text.strip(), name, schema)
    return name


def parse_list(text: str, schema: Schema) -> tuple[TableName, ...]:
    """The tables named in `text`, separated by commas, each once; raises like `parse`."""
    pieces = re.findall(r'(?:[^",]|"(?:[^"]|"")*"?)+', text)
    if not pieces:
        raise InvalidName(f"{text!r} names no table.")
    return tuple(dict.fromkeys(parse(piece, schema) for piece in pieces))


def nearest(name: TableName, among: Iterable[TableName]) -> tuple[TableName, ...]:
    """The likest of the given names, best first; the table's own name counts more than its schema's."""
    from rapidfuzz import fuzz  # here and below: it takes a twelfth of a second, and few names are misspelt

    likeness = {
        other: 2 * fuzz.WRatio(name[1].lower(), other[1].lower()) + fuzz.ratio(name[0].lower(), other[0].lower())
        for other in among
    }
    return tuple(sorted(likeness, key=lambda other: (-likeness[other], other))[:NEAREST])


def nearest_words(word: str, among: Iterable[str], *, limit: int = NEAREST) -> tuple[str, ...]:
    """The likest of the given words, best first."""
    from rapidfuzz import fuzz, process

    choices = process.extract(word, sorted(among), scorer=fuzz.WRatio, processor=str.lower, limit=limit)
    return tuple(choice for choice, _, _ in choices)


def _parts(text: str) -> tuple[str, ...]:
    parts, end = [], 0
    while match := PART.match(text, end):
        in_quotes, bare = match.groups()
        parts.append(in_quotes.replace('""', '"') if in_quotes else _folded(bare))
        end = match.end()
        if text[end : end + 1] != ".":
            break
        end += 1
    if end != len(text) or text.endswith(".") or len(parts) not in (1, 2):
        raise InvalidName(f"{text!r} is not the name of a table.")
    return tuple(parts)


def _folded(word: str) -> str:
    """An unquoted identifier as Postgres reads it: only the letters A to Z become small."""
    return re.sub("[A-Z]", lambda match: match.group().lower(), word)


def _missing(text: str, name: TableName, schema: Schema) -> NoTable:
    if not schema.tables:
        return NoTable(f"There is no table {text}.", next_step="The schema that was read holds no table at all.")
    likest = tuple(written(other) for other in nearest(name, schema.table_named))
    return NoTable(f"There is no table {text}.", next_step=f"Nearest: {', '.join(likest)}.", nearest=likest)
