"""What the client page reads, kept between runs of its script as long as nothing was decided in between."""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

import streamlit as st
from sqlalchemy import Engine

from lib.context import agent, agent_replies
from lib.context.compare.diff import Diff, compare
from lib.context.queue import due
from lib.context.records import Mark
from lib.context.reply.marks import ReplyCheck
from lib.context.reply.warm_up import load_file, load_words
from lib.context.store import contact_search, conversation, proposals, reads
from lib.context.store.client_view import ClientView, Waiting, quoted, view, waiting
from lib.context.store.collect import state_of
from lib.context.store.proposals import WaitingProposal
from lib.context.store.sources import NoContact, contact, reading
from lib.database import database_clock, read_only
from lib.errors import OrbError
from lib.ui.app.cached import context_database, current_settings

__all__ = [
    "changes",
    "conversed",
    "current",
    "database_label",
    "due_now",
    "due_of",
    "listed",
    "proposed",
    "quoted",
    "roles",
    "search",
]
MOST_DUE = 50
KEPT = {"ttl": 600, "max_entries": 200, "show_spinner": False}


def current(contact_id: UUID, *, now: datetime) -> tuple[ClientView, Waiting]:
    """The contact as it stands now, and what waits to be read; three short queries where nothing was decided since.

    Raises `NoContact`.
    """
    database = context_database()
    try:
        with read_only(database) as connection:
            known = contact(connection, contact_id)
            mark = reads.mark(connection, contact_id)
            unread = waiting(connection, contact_id, now=now)
        return replace(_view(_label(database), contact_id, mark, _database=database), contact=known), unread
    except NoContact as error:
        raise NoContact(error.title, next_step="Look the client up by name in the search box beside this.") from error


def erased(contact_id: UUID) -> str:
    """The sentence that says so where the person was erased and nobody has begun anew; else empty."""
    with read_only(context_database()) as connection:
        try:
            reads.check_not_erased(connection, contact_id)
        except reads.ErasedContact as error:
            return error.title
    return ""


def changes(seen: ClientView, old_version: int, new_version: int) -> tuple[Diff, dict[str, Any], dict[str, Any]]:
    """What changed between two versions of a contact, and both objects; raises `NoVersion`."""
    database = context_database()
    contact_id = seen.contact.contact_id
    newest = (seen.steps[0].run_id if seen.steps else 0, len(seen.steps))
    made: tuple[Diff, dict[str, Any], dict[str, Any]] = _changes(
        _label(database), contact_id, newest, old_version, new_version, _seen=seen, _database=database
    )
    return made


def conversed(
    contact_id: UUID, wanted: conversation.Wanted, *, now: datetime
) -> tuple[tuple[conversation.FiledThread, ...], conversation.ConversationPage]:
    """The contact's threads, and the wanted messages on file."""
    with reading(context_database()) as connection:
        threads = conversation.threads(connection, contact_id, now=now)
        return threads, conversation.page(connection, contact_id, wanted, known=threads, now=now)


def brief(contact_id: UUID, thread: str) -> str:
    """What an answer in the thread needs, in words; raises `NoThread`."""
    with reading(context_database()) as connection:
        return agent.brief(connection, contact_id, thread=thread).brief


def proposed(contact_id: UUID) -> tuple[WaitingProposal, ...]:
    """What agents have proposed about the contact and no person has decided about."""
    with reading(context_database()) as connection:
        return proposals.waiting(connection, contact_id)


def checked(contact_id: UUID, text: str, *, thread: str, written_at: datetime) -> ReplyCheck:
    """A draft held against what is on file; raises `NoThread`."""
    with reading(context_database()) as connection:
        return agent_replies.checked(connection, contact_id, text, thread=thread, written_at=written_at)


def load_check(database: Engine, contact_id: UUID) -> None:
    """Load what the first check of a draft to the contact needs; nothing where that is not to be had."""
    load_words()
    with suppress(OrbError), reading(database) as connection:
        load_file(state_of(connection, contact_id, now=database_clock(connection)))


def search(typed: str) -> tuple[contact_search.ContactMatch, ...]:
    """The contacts that the words may mean."""
    with read_only(context_database()) as connection:
        return contact_search.search(connection, typed)


def listed(
    name: str, *, since: datetime, status: str | None, role: str | None
) -> tuple[contact_search.ContactMatch, ...]:
    """The first contacts of a list."""
    with read_only(context_database()) as connection:
        return contact_search.listed(connection, name, since=since, status=status, role=role)


def due_of(contact_id: UUID, *, now: datetime) -> tuple[due.Due, ...]:
    """What a worker will read of the contact by itself, now or later; at most one."""
    pace = due.pace_of(current_settings())
    with reading(context_database()) as connection:
        return due.waiting(connection, now=now, pace=pace, contacts=[contact_id])


def due_now(*, now: datetime, status: str | None, role: str | None) -> tuple[contact_search.ContactMatch, ...]:
    """The contacts that a worker may take now, what changed lately first, then what only the sweep sees."""
    pace = due.pace_of(current_settings())
    swept = _swept(database_label(), pace, _now=now)
    with read_only(context_database()) as connection:
        lately = due.recent(connection, now=now, pace=pace, limit=MOST_DUE)
        older = due.waiting(connection, now=now, pace=pace, contacts=swept)
        listed = (*lately, *(item for item in older if item.state(now) == "due"))
        notes = {item.contact_id: due.REASONS[item.reason] for item in listed}
        return contact_search.chosen(connection, notes, status=status, role=role)


@st.cache_data(ttl=600, max_entries=2, show_spinner="Looking through everything on file …")
def _swept(label: str, pace: due.Pace, *, _now: datetime) -> tuple[UUID, ...]:
    """Who was due at the last look at everything; with a million interactions it takes seconds, so it is kept."""
    with read_only(context_database(), seconds=60) as connection:
        return tuple(item.contact_id for item in due.sweep(connection, now=_now, pace=pace, limit=MOST_DUE))


@st.cache_data(ttl=300, max_entries=4, show_spinner=False)
def roles(label: str) -> tuple[str, ...]:
    """The roles that contacts have, the commonest first; `label` names the database."""
    with read_only(context_database()) as connection:
        return contact_search.roles(connection)


def database_label() -> str:
    """What tells this database from another, without its password."""
    return _label(context_database())


def _label(database: Engine) -> str:
    return f"{id(database)}"


@st.cache_resource(**KEPT)  # type: ignore[call-overload, untyped-decorator]
def _view(label: str, contact_id: UUID, mark: Mark, *, _database: Engine) -> ClientView:
    with read_only(_database) as connection:
        return view(connection, contact_id)


@st.cache_resource(**KEPT)  # type: ignore[call-overload, untyped-decorator]
def _changes(
    label: str,
    contact_id: UUID,
    newest: tuple[int, int],
    old_version: int,
    new_version: int,
    *,
    _seen: ClientView,
    _database: Engine,
) -> tuple[Diff, dict[str, Any], dict[str, Any]]:
    with read_only(_database) as connection:
        old = reads.snapshot(connection, contact_id, old_version).document
        new = reads.snapshot(connection, contact_id, new_version).document
    made = compare(
        old, new, old_version=old_version, new_version=new_version, facts=_seen.facts, recorded=_seen.recorded
    )
    return made, old, new
