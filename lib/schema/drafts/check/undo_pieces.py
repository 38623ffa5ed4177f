"""The statements that drop what a draft has made, kind by kind, and the order in which what is gone is made again."""

import re
from collections.abc import Iterable, Iterator, Mapping

from lib.schema.drafts.shadow.pieces import Piece

NAMED_ON = re.compile(r'("(?:[^"]|"")+"|[^" ]+) on (.+)', re.DOTALL)
GRANTEE = re.compile(r' to ("(?:[^"]|"")+"|[^";\s]+)')
OF_COLUMNS = re.compile(r"(table .*) (\([^()]*\))", re.DOTALL)
PARTITION = re.compile(r"alter table (.+) attach partition ", re.DOTALL)
INDEX_PART = re.compile(r"alter index (.+) attach partition (.+)", re.DOTALL)
DEFAULT_GRANT = re.compile(r"(alter default privileges .*)grant (.*) to (.*)", re.DOTALL)
MEMBERSHIP = re.compile(r"grant (.+) to (.+?)(?: with admin option)?", re.DOTALL)
NEEDING = ("event trigger", "statistics", "publication", "materialized view", "view")
NEEDED = (
    *("sequence", "aggregate", "procedure", "function", "operator", "domain", "type", "collation", "foreign server"),
    *("foreign data wrapper", "extension", "schema", "membership", "role"),
)
ON_TABLE = ("policy", "trigger", "rule")
SETTINGS = ("column setting", "clustering", "replica identity", "sequence owner")
BEFORE_COLUMNS = (
    *("partition", "default rights", "rights", "comment", *SETTINGS, *ON_TABLE, *NEEDING, "index", "constraint"),
    *("domain constraint", "table"),
)
"""What came and is dropped first, in this order; columns follow, then what they may have needed, `NEEDED`."""
KEPT = ("function", "procedure", "type", "domain", "sequence", "schema", "extension", "role")
"""What is not dropped where it only changed: others may need it."""
RELATIONS = ("table", "view", "materialized view")
Named = Mapping[tuple[str, str], Piece]


def drops(dropped: Iterable[Piece], kinds: Iterable[str], *, now: Named, was: Named) -> Iterator[str]:
    """What drops the pieces of those kinds, kind by kind."""
    every = list(dropped)
    gone = {piece.name for piece in every if piece.kind in RELATIONS and (piece.kind, piece.name) not in was}
    gone |= {piece.name for piece in every if piece.kind in ("view", "materialized view")}
    owned = {piece.name for piece in now.values() if piece.kind == "sequence owner"}
    detached = {piece.name for piece in every if piece.kind == "partition"}
    by_parent = set(_indexes_of_parents(every, now, detached))
    for kind in kinds:
        of_kind = [piece for piece in every if piece.kind == kind and not (kind == "sequence" and piece.name in owned)]
        of_kind = [piece for piece in of_kind if not (kind == "index" and piece.name in by_parent)]
        if kind in ("table", "view"):
            yield from _relations(kind, of_kind, gone)
        else:
            for piece in of_kind:
                yield from _drop(piece, gone)


def in_order(pieces: Iterable[Piece], was: Named) -> list[Piece]:
    """The pieces so that a materialized view comes before its indexes, and each thing before its comment."""
    views = {name for kind, name in was if kind == "materialized view"}

    def rank(piece: Piece) -> int:
        is_of_view = piece.kind == "index" and any(f" ON {name} " in piece.sql for name in views)
        return 2 if piece.kind in ("comment", "clustering") else int(is_of_view)

    return sorted(pieces, key=rank)


def _relations(kind: str, pieces: Iterable[Piece], gone: set[str]) -> Iterator[str]:
    foreign: list[str] = []
    own: list[str] = []
    for piece in pieces:
        if kind == "view" or piece.name in gone:
            (foreign if piece.sql.startswith("create foreign ") else own).append(piece.name)
    yield from [f"drop {kind} {', '.join(own)}"] if own else []
    yield from [f"drop foreign table {', '.join(foreign)}"] if foreign else []


def _indexes_of_parents(dropped: Iterable[Piece], now: Named, detached: set[str]) -> Iterator[str]:
    """The indexes of partitions that go with their parent's."""
    names = {piece.name for piece in dropped if piece.kind == "index"}
    for piece in now.values():
        part = INDEX_PART.fullmatch(piece.sql) if piece.kind == "index part" else None
        if part and part[1] in names:
            index = now.get(("index", part[2]))
            if index and not any(f" ON {table} " in index.sql for table in detached):
                yield part[2]


def _drop(piece: Piece, gone: set[str]) -> Iterator[str]:
    on = NAMED_ON.fullmatch(piece.name)
    if on and on[2] in gone:
        return  # it goes with its table
    if piece.kind in ("role", "schema", *NEEDING, *NEEDED) and piece.kind != "membership":
        yield f"drop {piece.kind.replace('foreign server', 'server')} {piece.name}"
    elif piece.kind in ON_TABLE:
        yield f"drop {piece.kind} {piece.name}"
    elif piece.kind == "constraint" and on:
        yield f"alter table {on[2]} drop constraint {on[1]}"
    elif piece.kind == "domain constraint" and on:
        yield f"alter domain {on[2]} drop constraint {on[1]}"
    elif piece.kind == "index" and not any(f" ON {table} " in piece.sql for table in gone):
        yield f"drop index {piece.name}"
    elif piece.kind == "comment":
        target = piece.sql.partition(" is ")[0]
        if not any(f" {name}" in target for name in gone):
            yield f"{target} is null"
    elif piece.kind in ("rights", "default rights", "membership"):
        yield from _revoke(piece, gone)
    else:
        yield from _reset(piece, gone)


def _revoke(piece: Piece, gone: set[str]) -> Iterator[str]:
    if piece.kind == "membership":
        if member := MEMBERSHIP.fullmatch(piece.sql):
            yield f"revoke {member[1]} from {member[2]}"
    elif piece.kind == "default rights":
        for text in piece.sql.split("; "):
            if grant := DEFAULT_GRANT.fullmatch(text):
                yield f"{grant[1]}revoke {grant[2]} from {grant[3]}"
    else:
        columns = OF_COLUMNS.fullmatch(piece.name)
        of, which = (columns[1], f" {columns[2]}") if columns else (piece.name, "")
        if of.removeprefix("table ") not in gone:
            for grantee in dict.fromkeys(GRANTEE.findall(piece.sql)):
                yield f"revoke all{which} on {of} from {grantee}"


def _reset(piece: Piece, gone: set[str]) -> Iterator[str]:
    """What takes a setting back, or a partition from its parent."""
    parent = PARTITION.match(piece.sql) if piece.kind == "partition" else None
    if parent and not {piece.name, parent[1]} & gone:
        yield f"alter table {parent[1]} detach partition {piece.name}"
    elif piece.kind == "sequence owner":
        yield f"alter sequence {piece.name} owned by none"
    elif piece.kind == "clustering" and piece.name not in gone:
        yield f"alter table {piece.name} set without cluster"
    elif piece.kind == "replica identity" and piece.name not in gone:
        yield f"alter table {piece.name} replica identity default"
    elif piece.kind == "column setting":
        word = piece.name.partition(" of ")[0]
        beginning, _, given = piece.sql.partition(" set ")
        if not any(beginning.startswith(f"alter table {name} ") for name in gone):
            options = ", ".join(option.partition(" = ")[0] for option in given.strip("()").split(", "))
            usual = {"compression": "default", "statistics": "-1"}
            yield (
                f"{beginning} reset ({options})"
                if word == "options"
                else (f"{beginning} set {word} {usual.get(word, 'extended')}")
            )
