"""Who of the API's roles may do what with a table, before a draft and after it, as a matrix by role."""

from collections.abc import Iterator
from typing import Any

import psycopg

from lib.schema.drafts.check.report import AccessChange
from lib.schema.drafts.measure.reading import query

Access = dict[tuple[int, str], tuple[tuple[str, str], bool, tuple[str, ...]]]
"""By table's number and role: the table, whether it has row-level security, and what the role may do."""


def access_of(connection: psycopg.Connection[Any]) -> Access:
    """What the roles may do in the database of a connection; empty where it has none of them."""
    return {
        (oid, role): ((schema, name), rls, tuple(actions))
        for oid, role, schema, name, rls, actions in connection.execute(query("access"))
    }


def access_changes(before: Access, after: Access) -> tuple[AccessChange, ...]:
    """The cells that differ, and every one of a table that is new: whom nobody may read is worth a word, too."""
    return tuple(sorted(_changes(before, after), key=lambda item: (item.table, item.role)))


def _changes(before: Access, after: Access) -> Iterator[AccessChange]:
    for key in {**before, **after}:
        was, now = before.get(key), after.get(key)
        if now is None:
            continue  # a table that goes is told as a change
        table, rls, actions = now
        if was is None or was[1:] != now[1:]:
            yield AccessChange(key[1], table, None if was is None else was[2], actions, has_rls=rls)
