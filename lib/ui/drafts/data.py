"""What the page of drafts reads and writes, in transactions of their own."""

from dataclasses import dataclass

import streamlit as st

from lib.database import read_only, transaction
from lib.schema.cache import cache
from lib.schema.drafts import store
from lib.schema.drafts.check.extent import Extent
from lib.schema.drafts.store import DraftBackup, DraftVersion, SchemaDraft
from lib.ui.app import auth, cached
from lib.ui.explorer.data import database_name

NAME = "draft_name"
"""In the session: the name of whoever writes and decides, where nobody logs in."""


@dataclass(frozen=True)
class WholeDraft:
    """A draft with its versions and backups, and whether the database has moved since its check."""

    draft: SchemaDraft
    versions: tuple[DraftVersion, ...]
    backups: tuple[DraftBackup, ...]
    extent: Extent | None
    is_stale: bool


def drafts() -> tuple[SchemaDraft, ...]:
    """The drafts of the explored database, newest first."""
    with read_only(cached.context_database()) as connection:
        return store.drafts(connection, database_name())


def whole(number: int) -> WholeDraft:
    """One draft with all that the page shows of it; raises `NoDraft`."""
    with read_only(cached.context_database()) as connection:
        draft = store.draft(connection, database_name(), number)
        return WholeDraft(
            draft,
            store.versions(connection, number),
            store.backups(connection, draft),
            store.extent_of(connection, draft.check) if draft.check else None,
            is_stale(draft, current_fingerprint()),
        )


def current_fingerprint() -> str:
    """The fingerprint of the explored database as it was last read, "" where it never was."""
    newest = cache.head(cached.context_database(), cached.explored_database())
    return newest.fingerprint if newest else ""


def is_stale(of: SchemaDraft, fingerprint: str) -> bool:
    """Whether the draft was checked against another state of the database, or a snapshot; what has left is not."""
    is_other = bool(of.fingerprint and fingerprint) and of.fingerprint != fingerprint
    return (is_other or of.is_of_snapshot) and not of.has_left


def new_draft(title: str, sql: str, *, why: str) -> int:
    """The number of a new draft; raises `InvalidDraft`."""
    with transaction(cached.context_database()) as connection:
        return store.new_draft(connection, database_name(), title=title, sql=sql, why=why, author=who())[0]


def new_version(number: int, sql: str) -> int:
    """The number of a new version of a draft."""
    with transaction(cached.context_database()) as connection:
        return store.new_version(connection, number, sql=sql, author=who())


def is_named() -> bool:
    """Whether a person is known by a login or a name that was given."""
    return bool(auth.person() or str(st.session_state.get(NAME, "")).strip())


def who() -> str:
    """Who writes and decides: whoever is logged in, or the name that was given in this session."""
    return auth.person() or str(st.session_state.get(NAME, "")).strip() or auth.actor()
