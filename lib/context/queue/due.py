"""Which contacts are due, why and since when: a query over the data, so that no lost event can hide one."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from sqlalchemy import Connection

from lib.context.queue.lease import ATTENTION_AFTER
from lib.context.store.sources import RECENT
from lib.context.text.mail.automatic_mail import CALENDAR_SUBJECT, CALENDAR_TEXT, SUBJECT
from lib.context.text.reply_cues import LOOKED_AT, MAY_ASK
from lib.database import statement
from lib.settings import Settings

EVER = datetime.min.replace(year=1900)
ALL = 2**31 - 1

Reason = Literal["request", "meeting", "call", "key_thread", "thread", "changed_row", "clock"]
Reasons = Collection[Reason] | None
"""The reasons that count; None is all of them."""
REASONS: dict[str, str] = {
    "request": "asked for",
    "meeting": "a meeting ended",
    "call": "a call ended",
    "key_thread": "news in a key thread",
    "thread": "new messages",
    "changed_row": "a deal or a link changed",
    "clock": "time has passed",
}
"""What a person reads for each reason, most urgent first."""


@dataclass(frozen=True)
class Pace:
    """How long messages rest before they are read: a thread still going on is read once, not message by message."""

    key_quiet: timedelta = timedelta(minutes=Settings.key_quiet_minutes)
    """A key thread is due once it has been quiet for so long …"""
    key_wait: timedelta = timedelta(minutes=Settings.key_wait_minutes)
    """… or when its oldest unread message is so old."""
    quiet: timedelta = timedelta(minutes=Settings.quiet_minutes)
    """Other messages are due once their thread has been quiet for so long."""
    silence: timedelta = timedelta(days=Settings.silence_days)
    """The first sign after so long a silence makes a thread a key thread."""
    burst: int = Settings.burst_messages
    """So many messages in 24 hours make a thread a key thread."""


@dataclass(frozen=True)
class Due:
    """One contact with something to read or to derive anew."""

    contact_id: UUID
    reason: Reason
    since: datetime
    """Waiting since this moment …"""
    due_at: datetime
    """… and due from this one."""
    attempts: int
    error: str | None
    next_at: datetime | None
    """After a failure: when it is tried again."""
    is_held: bool
    """Whether a worker holds it now."""

    def state(self, now: datetime) -> str:
        """One of "running", "needs attention", "resting" (after a failure), "due", "waiting" (for quiet)."""
        if self.is_held:
            return "running"
        if self.attempts >= ATTENTION_AFTER:
            return "needs attention"
        if self.next_at and self.next_at > now:
            return "resting"
        return "due" if self.due_at <= now else "waiting"


def pace_of(settings: Settings) -> Pace:
    """The times that the settings give."""
    return Pace(
        key_quiet=timedelta(minutes=settings.key_quiet_minutes),
        key_wait=timedelta(minutes=settings.key_wait_minutes),
        quiet=timedelta(minutes=settings.quiet_minutes),
        silence=timedelta(days=settings.silence_days),
        burst=settings.burst_messages,
    )


def recent(
    connection: Connection, *, now: datetime, pace: Pace, reasons: Reasons = None, limit: int = 100
) -> tuple[Due, ...]:
    """The contacts that a worker may take now, most urgent first, by what changed in the last two days.

    What changed before is left to the sweep, and links are: a site's view over them can rarely be searched by time.
    """
    return _rows(
        connection, now=now, pace=pace, since=now - RECENT, links=False, takeable=True, reasons=reasons, limit=limit
    )


def sweep(
    connection: Connection, *, now: datetime, pace: Pace, reasons: Reasons = None, limit: int = 1000
) -> tuple[Due, ...]:
    """The same by everything on file: heals what `recent` cannot see."""
    return _rows(connection, now=now, pace=pace, takeable=True, reasons=reasons, limit=limit)


def is_due(connection: Connection, contact_id: UUID, *, now: datetime, pace: Pace) -> bool:
    """Whether a contact that this worker holds is still due: another may have read it since the list was made."""
    rows = _rows(connection, now=now, pace=pace, contacts=[contact_id])
    return any(due.due_at <= now for due in rows)


def queue(connection: Connection, *, now: datetime, pace: Pace) -> tuple[Due, ...]:
    """By what changed in the last two days: everything that is due or will be, also what runs or rests."""
    return _rows(connection, now=now, pace=pace, since=now - RECENT, links=False)


def waiting(
    connection: Connection, *, now: datetime, pace: Pace, contacts: Collection[UUID] | None = None
) -> tuple[Due, ...]:
    """Everything that is due or will be, also what runs or rests; of `contacts` alone where given."""
    return _rows(connection, now=now, pace=pace, contacts=contacts)


def _rows(
    connection: Connection,
    *,
    now: datetime,
    pace: Pace,
    since: datetime | None = None,
    contacts: Collection[UUID] | None = None,
    links: bool = True,
    takeable: bool = False,
    reasons: Reasons = None,
    limit: int = ALL,
) -> tuple[Due, ...]:
    values = {
        "now": now,
        "everything": since is None,
        "settled": now if contacts is None else now - RECENT,
        "since": since or EVER.replace(tzinfo=now.tzinfo),
        "contacts": None if contacts is None else list(contacts),
        "links": links,
        "takeable": takeable,
        "reasons": None if reasons is None else list(reasons),
        "limit": limit,
        "asks": _in_postgres(MAY_ASK),
        "looked_at": LOOKED_AT,
        "automatic": SUBJECT,
        "calendar": CALENDAR_SUBJECT,
        "calendar_text": CALENDAR_TEXT,
        "key_quiet": pace.key_quiet,
        "key_wait": pace.key_wait,
        "quiet": pace.quiet,
        "silence": pace.silence,
        "burst": pace.burst,
    }
    connection.execute(statement("context/queue/due_settings"))
    return tuple(Due(**row) for row in connection.execute(statement("context/queue/due"), values).mappings())


def _in_postgres(pattern: str) -> str:
    """A pattern of Python's in the dialect of Postgres, where a word's edge is written differently."""
    return pattern.replace(r"\b", r"\y")
