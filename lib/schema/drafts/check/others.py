"""What a draft changes that the model of a schema does not hold: functions, rules, rights, publications and more."""

from collections.abc import Iterator, Mapping

from lib.schema.changes.change import Assessment, SchemaChange, SchemaChangeKind, change
from lib.schema.drafts.check.rollback import named, text_in
from lib.schema.drafts.check.undo_pieces import NAMED_ON, OF_COLUMNS
from lib.schema.drafts.shadow.pieces import Piece, Pieces

CALLED: Mapping[str, Assessment] = {
    "added": ("harmless", "Nothing used it before."),
    "removed": ("breaking", "What uses it fails."),
    "altered": ("risky", "It does something else, or in another way."),
}
SAID: Mapping[str, Assessment] = {
    "rule": ("risky", "It changes what statements do to rows."),
    "rights": ("risky", "Others may do other things with it."),
    "default rights": ("risky", "What is made later is open to others, or no longer."),
    "role": ("risky", "Others may do other things."),
    "membership": ("risky", "Others may do other things."),
    "publication": ("risky", "Subscribers get other rows."),
    "replica identity": ("risky", "Subscribers learn other things of rows that go."),
    "event trigger": ("risky", "It runs when the schema changes."),
    "statistics": ("harmless", "Plans may become others."),
    "column setting": ("harmless", "Rows are kept in another way."),
    "clustering": ("harmless", "Rows are kept in another order."),
}
"""What a change of the kind means, whatever it is."""
TYPES = {"composite type": " as (", "range type": " as range ("}
"""The types that no snapshot holds, and by which words of their SQL they are known."""
KINDS = {
    *("function", "procedure", "aggregate", "operator", "collation", "foreign server", "foreign data wrapper"),
    *SAID,
    *TYPES,
}
"""The kinds that no snapshot holds."""


def other_changes(before: Pieces, after: Pieces) -> tuple[SchemaChange, ...]:
    """The changes, by kind and name, but for what comes, goes or is renamed with something that is told by itself."""
    was, now = named(before), named(after)
    stayed = {name for _, name in was} & {name for _, name in now}
    changes = []
    for key in sorted({**was, **now}):
        old, new = (text_in(pieces, key) for pieces in (was, now))
        piece = now.get(key) or was[key]
        what = _kind_of(piece)
        if old != new and what in KINDS and all(name in stayed for name in _of(piece)):
            kind: SchemaChangeKind = "altered" if key in was and key in now else "added" if key in now else "removed"
            changes.append(change(kind, SAID.get(what) or CALLED[kind], what=what, table=None, name=piece.name))
    return tuple(changes)


def _kind_of(piece: Piece) -> str:
    if piece.kind != "type":
        return piece.kind
    return next((what for what, words in TYPES.items() if words in piece.sql), piece.kind)


def _of(piece: Piece) -> Iterator[str]:
    """The table, function … that a piece is about, where it is about one."""
    if piece.kind == "rights":
        columns = OF_COLUMNS.fullmatch(piece.name)
        yield (columns[1] if columns else piece.name).partition(" ")[2]
    elif piece.kind in ("clustering", "replica identity"):
        yield piece.name
    elif piece.kind == "rule" and (on := NAMED_ON.fullmatch(piece.name)):
        yield on[2]
