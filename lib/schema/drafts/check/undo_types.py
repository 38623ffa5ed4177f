"""The statements that give types, domains and sequences which stayed their rules of before."""

import re
from collections.abc import Iterator
from typing import TypeVar

from lib.schema.definition import text_of
from lib.schema.drafts.shadow.pieces import Piece
from lib.schema.model import Domain, Enum, Schema
from lib.schema.names import literal, quoted, written

Item = TypeVar("Item", Enum, Domain)
CREATES_SEQUENCE = re.compile(r"create (?:unlogged )?sequence (.*?)( cycle)?; alter sequence", re.DOTALL)


def renamed_labels(old: Enum, new: Enum) -> tuple[tuple[str, str], ...]:
    """The labels of an enumerated type that have another name now, each with its old and its new one."""
    if len(old.labels) != len(new.labels):
        return ()
    pairs = tuple((was, now) for was, now in zip(old.labels, new.labels, strict=True) if was != now)
    is_renaming = all(was not in new.labels and now not in old.labels for was, now in pairs)
    return pairs if is_renaming else ()


def undone_labels(before: Schema, after: Schema) -> Iterator[str]:
    """What gives the labels their names of before."""
    for old, new in _both(before.enums, after.enums):
        for was, now in renamed_labels(old, new):
            yield f"alter type {written((old.schema, old.name))} rename value {literal(now)} to {literal(was)}"


def undone_domains(before: Schema, after: Schema) -> Iterator[str]:
    """What gives each domain that stayed its rules of before."""
    for old, new in _both(before.domains, after.domains):
        yield from (f"alter domain {written((old.schema, old.name))} {words}" for words in _of_domain(old, new))


def undone_sequence(was: Piece, now: Piece) -> Iterator[str]:
    """What gives a sequence its bounds and steps of before, and lets it survive a crash or not."""
    made = CREATES_SEQUENCE.match(was.sql)
    if made:
        yield f"alter sequence {made[1]}{' cycle' if made[2] else ' no cycle'}"
    is_unlogged = was.sql.startswith("create unlogged ")
    if is_unlogged != now.sql.startswith("create unlogged "):
        yield f"alter sequence {was.name} set {'unlogged' if is_unlogged else 'logged'}"


def _of_domain(old: Domain, new: Domain) -> Iterator[str]:
    """What follows `alter domain name`."""
    was, now = ({check.name: text_of(check) for check in item.checks if check.validated} for item in (old, new))
    yield from (f"drop constraint {quoted(name)}" for name, text in now.items() if was.get(name) != text)
    yield from (f"add constraint {quoted(name)} {text}" for name, text in was.items() if now.get(name) != text)
    if old.default != new.default:
        yield f"set default {old.default}" if old.default is not None else "drop default"
    if old.not_null != new.not_null:
        yield "set not null" if old.not_null else "drop not null"


def _both(before: tuple[Item, ...], after: tuple[Item, ...]) -> Iterator[tuple[Item, Item]]:
    now = {(item.schema, item.name): item for item in after}
    for item in before:
        if (item.schema, item.name) in now:
            yield item, now[item.schema, item.name]
