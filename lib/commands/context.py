"""`orb context …`: what is known about each client, by machine."""

import signal
from collections.abc import Callable
from datetime import datetime
from typing import Annotated, TypeVar
from uuid import UUID

import typer
from sqlalchemy import Connection, Engine

from lib import settings
from lib.commands import context_documents
from lib.commands.actor import actor
from lib.commands.arguments import AsJson, ContactId
from lib.commands.databases import context_database
from lib.commands.output import print_json, print_rows, printable, run, say
from lib.commands.signals import on_signal
from lib.context.model import ClientContext, Outcome
from lib.context.records import Snapshot
from lib.context.store import reads, sources
from lib.context.store.erasure import Erasure
from lib.context.store.erasure import erase as erase_contact
from lib.database import database_clock, transaction
from lib.errors import MissingSources, OrbError

Value = TypeVar("Value")


def show(
    contact: ContactId,
    version: Annotated[int | None, typer.Option(min=1, help="An older version.")] = None,
    as_json: AsJson = False,
) -> None:
    """The object in the spec's shape, as it is stored; what is wrong with it goes to standard error."""
    del as_json  # the object is a JSON document already
    snapshot = run(lambda: _snapshot(contact, version))
    for problem in snapshot.problems:
        say(f"The stored object is not valid: {problem}", style="yellow")
    print_json(snapshot.document)


def history(contact: ContactId, as_json: AsJson = False) -> None:
    """The versions, newest first."""
    versions = run(lambda: _read(contact, reads.history))
    if as_json:
        print_json([context_documents.version(item) for item in versions])
        return
    columns = ("version", "at", "by", "reader", "reason")
    print_rows(
        columns,
        ((v.version, v.last_updated_at, v.actor or v.trigger, v.model or v.reader, v.reason) for v in versions),
    )


def facts(contact: ContactId, as_json: AsJson = False) -> None:
    """Every fact ever stated, with its status and evidence."""
    ledger = run(lambda: _read(contact, reads.facts))
    if as_json:
        print_json([context_documents.fact(item) for item in ledger])
        return
    columns = ("fact", "kind", "status", "text", "evidence", "confirmed", "since", "until")
    print_rows(
        columns,
        (
            (
                f.id,
                f.kind,
                f.status,
                f.text,
                len(f.evidence),
                _day(f.last_confirmed_at),
                f.added_version,
                f.ended_version,
            )
            for f in ledger
        ),
    )


def refresh(
    contact: ContactId,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show the verdicts, save nothing but the run.")] = False,
    as_json: AsJson = False,
) -> None:
    """Run one refresh now: verdicts, new version."""
    outcome = run(lambda: _refresh(contact, dry_run=dry_run))
    if as_json:
        print_json(context_documents.outcome(outcome))
    else:
        _print_outcome(outcome)
    if outcome.status in ("failed", "busy"):
        raise typer.Exit(1)


def json_schema(as_json: AsJson = False) -> None:
    """The JSON Schema of the object."""
    del as_json
    print_json(ClientContext.model_json_schema())


def erase(
    contact: ContactId,
    yes: Annotated[str | None, typer.Option(metavar="NAME", help="The person's name, instead of being asked.")] = None,
    reason: Annotated[str, typer.Option(help="Why, for the record; without the person's words.")] = "Asked for.",
    as_json: AsJson = False,
) -> None:
    """Erase a person from all tables of the dashboard; the site's own tables are named, not touched."""
    done = run(lambda: _erase(contact, yes, reason))
    if as_json:
        print_json({"contact_id": done.contact_id, "erased": done.counts, "source_tables": done.source_tables})
        return
    print_rows(("kept", "rows erased"), done.counts.items())
    say("These tables of the site may still hold the person's words: " + ", ".join(done.source_tables))


def _erase(contact: UUID, yes: str | None, reason: str) -> Erasure:
    with context_database() as database:
        name = _name(database, contact)
        asked = f"This cannot be undone. Type “{printable(name)}” to erase"
        given = yes if yes is not None else typer.prompt(asked, err=True)
        if given.strip() not in (name, printable(name)):
            raise OrbError("That is not the person's name; nothing was erased.", next_step=f"The name is “{name}”.")
        return erase_contact(database, contact, actor=actor(), reason=reason, now=_now(database))


def _name(database: Engine, contact: UUID) -> str:
    """The person's name, or the id where the site does not know them any more."""
    try:
        with sources.reading(database) as connection:
            return sources.contact(connection, contact).name.strip() or str(contact)
    except (sources.NoContact, MissingSources):
        return str(contact)


def _day(moment: datetime | None) -> str:
    return "" if moment is None else f"{moment:%Y-%m-%d}"


def _now(database: Engine) -> datetime:
    """The database's own time, as the workers use it."""
    with transaction(database) as connection:
        return database_clock(connection)


def _snapshot(contact: UUID, version: int | None) -> Snapshot:
    return _read(contact, lambda connection, known: reads.snapshot_or_current(connection, known, version))


def _read(contact: UUID, read: Callable[[Connection, UUID], Value]) -> Value:
    """What `read` gives for a contact that the site knows; raises `NoContact`, `ErasedContact`."""
    with context_database() as database, sources.reading(database) as connection:
        sources.contact(connection, contact)
        reads.check_not_erased(connection, contact)
        return read(connection, contact)


def _refresh(contact: UUID, *, dry_run: bool) -> Outcome:
    """One refresh under the contact's lease; a dry run saves nothing and needs none. SIGTERM lets it finish."""
    # imported here, because no other command needs the readers, which are slow to load
    from lib.context.queue.leased_refresh import BEYOND_CALL, LeasedRefresh
    from lib.context.readers import reader_for
    from lib.context.refresh import refresh as refresh_context

    def progress(step: str) -> None:
        say(f"{step} …")

    chosen = settings.load()
    with context_database() as database, on_signal(signal.SIGTERM):
        reader = reader_for(chosen)
        if dry_run:
            return refresh_context(
                database, contact, reader=reader, now=_now(database), actor=actor(), dry_run=True, progress=progress
            )
        leased = LeasedRefresh(database, seconds=chosen.model_deadline + BEYOND_CALL)
        return leased.as_asked(contact, reader=reader, actor=actor(), progress=progress)


def _print_outcome(outcome: Outcome) -> None:
    rows = ((v.verdict, v.operation.op, v.operation.text or v.operation.fact, v.reason) for v in outcome.verdicts)
    print_rows(("verdict", "proposal", "text", "reason"), rows)
    version = "" if outcome.version is None else f", version {outcome.version}"
    say(f"{outcome.status}{version}: {outcome.error or 'done'}")
