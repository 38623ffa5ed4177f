"""What a script means to make, and what there is of the kind already: so that no second `customers` comes."""

from collections.abc import Iterator
from dataclasses import dataclass

from lib.schema.drafts.statements import UnreadableScript, statements, tokens
from lib.schema.model import Schema, TableName
from lib.schema.names import written
from lib.schema.search.forms import stem
from lib.schema.search.search import Hit, find

LEAST_SCORE = 0.45
MOST_HITS = 4
FAMILY = 3
KIN = (
    *("contact customer client person people guest lead buyer", "user member profile account login"),
    *(
        "company organisation organization business firm supplier vendor",
        "order purchase sale deal opportunity booking",
    ),
    *(
        "invoice bill receipt",
        "payment transaction transfer",
        "product item article listing",
        "property house flat unit",
    ),
    *("message mail email letter chat interaction", "meeting appointment event visit", "note remark comment memo"),
    *(
        "task todo reminder",
        "file document attachment",
        "tag label category",
        "address location place",
        "role right grant",
    ),
    *("log audit history event", "phone telephone mobile", "price amount total cost"),
)
"""Words that businesses use for one thing."""
MADE = ("table", "view", "type")


@dataclass(frozen=True)
class Twin:
    """A name that a script proposes, and what may be the same thing already."""

    name: str
    hits: tuple[Hit, ...]


def twins(script: str, schema: Schema) -> tuple[Twin, ...]:
    """The tables, views, types and columns that the script makes and that the schema may hold under another name."""
    all_twins = []
    own = [item.name.lower().split("_") for item in schema.tables]
    for table, column in dict.fromkeys(proposed(script)):
        words = _telling((column or table[1]).lower().split("_"), [] if column else own)
        hits = list(find(schema, words, limit=20))
        for other in _kin(words):
            hits += find(schema, other, limit=10)
        alike = [hit for hit in hits if hit.score >= LEAST_SCORE and _is_alike(hit, table, column)]
        kept = {(hit.table, hit.column): hit for hit in sorted(alike, key=lambda hit: hit.score)}  # the best stays
        if kept:
            name = f"{written(table)}.{column}" if column else written(table)
            best = sorted(kept.values(), key=lambda hit: (-hit.score, len(hit.name), hit.name))
            all_twins.append(Twin(name, tuple(best[:MOST_HITS])))
    return tuple(all_twins)


def _telling(words: list[str], names: list[list[str]]) -> str:
    """The words of a name but for a first one with which several tables begin: that is their family, no subject."""
    is_family = len(words) > 1 and sum(len(name) > 1 and name[0] == words[0] for name in names) >= FAMILY
    return " ".join(words[1:] if is_family else words)


def _kin(words: str) -> Iterator[str]:
    """The other words for what the words of a name mean."""
    own = {stem(word) for word in words.lower().split()}
    for group in KIN:
        named = {stem(word): word for word in group.split()}
        if own & named.keys():
            yield from (word for short, word in named.items() if short not in own)


def proposed(script: str) -> Iterator[tuple[TableName, str]]:
    """Schema and name of what is created, and the columns that are added; none of a script that cannot be read."""
    try:
        parts = statements(script)
    except UnreadableScript:
        return
    for part in parts:
        sql = part.sql
        pieces = [(token.word, sql[token.start : token.end], token.sign) for token in tokens(sql)]
        words = [word for word, _, _ in pieces]
        if words[:1] == ["create"] and set(words[1:5]) & set(MADE):
            at = next(place for place, word in enumerate(words) if word in MADE) + 1
            at += 3 if words[at : at + 3] == ["if", "not", "exists"] else 0
            yield _name(pieces, at)[0], ""
        elif words[:2] == ["alter", "table"]:
            at = 2 + 2 * (words[2:4] == ["if", "exists"])
            at += words[at : at + 1] == ["only"]
            table, at = _name(pieces, at)
            if words[at : at + 2] == ["add", "column"]:
                at += 2 + 3 * (words[at + 2 : at + 5] == ["if", "not", "exists"])
                yield table, _plain(pieces[at][1]) if at < len(pieces) else ""


def _name(pieces: list[tuple[str, str, str]], at: int) -> tuple[TableName, int]:
    """The name that begins at a place, and the place behind it."""
    first = _plain(pieces[at][1]) if at < len(pieces) else ""
    if at + 2 < len(pieces) and pieces[at + 1][2] == ".":
        return (first, _plain(pieces[at + 2][1])), at + 3
    return ("public", first), at + 1


def _plain(text: str) -> str:
    return text[1:-1].replace('""', '"') if text.startswith('"') else text.lower()


def _is_alike(hit: Hit, table: TableName, column: str) -> bool:
    """Whether a hit is of the same kind: a table for a table, a column of the same table for a column."""
    if column:
        return hit.kind == "column" and hit.table == table
    return hit.kind in ("table", "type", "comment") and hit.column is None
