"""The drafts that are kept: versions, checks and decisions, appended and never changed."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from lib.database import statement
from lib.errors import OrbError
from lib.schema.drafts.check.duration import DiskSpeed
from lib.schema.drafts.check.extent import Extent, extent_document, read_extent
from lib.schema.drafts.check.report import CheckReport, document
from lib.schema.drafts.review.grave import grave_effects
from lib.schema.drafts.statements import MOST_CHARACTERS
from lib.schema.names import written

LONGEST_TITLE = 200
DraftDecision = Literal["approved", "refused", "exported", "landed"]


class NoDraft(OrbError):
    title = "There is no such draft."
    next_step = "`orb draft list` shows those that there are."
    agent_step = "Name the number that draft_propose gave."


class InvalidDraft(OrbError):
    title = "This is no draft."
    next_step = "Give it a title and the SQL of the change."


class DecisionRefused(OrbError):
    title = "This cannot be decided now."
    next_step = "Look at the draft again: `orb draft show`."
    agent_step = "Look at the draft again with draft_show."


@dataclass(frozen=True)
class SchemaDraft:
    """A draft with its newest version, and what the newest check of that version found, if there was one."""

    draft: int
    version: int
    title: str
    why: str
    author: str
    is_by_agent: bool
    sql: str
    created_at: datetime
    edited_at: datetime
    check: int | None
    check_state: str | None
    fingerprint: str | None
    checked_at: datetime | None
    report: dict[str, Any] | None
    grave: tuple[str, ...]
    at_risk: tuple[str, ...]
    decision: DraftDecision | None
    """What was decided last about this version and this check; a new check voids an approval."""
    decided_by: str | None
    decided_at: datetime | None
    reason: str | None
    accepted: tuple[str, ...]
    detail: dict[str, Any]

    @property
    def has_left(self) -> bool:
        """Whether it was handed over: what happens in the database is then no news to its check."""
        return self.decision in ("exported", "landed")

    @property
    def is_of_snapshot(self) -> bool:
        """Whether its check could not reach the database, and tried the last snapshot instead."""
        return bool(self.report and self.report["shadow"].get("snapshot"))

    @property
    def state(self) -> str:
        """How far it is: new, passed or failed by its check, or what was decided about it."""
        return self.decision or self.check_state or "new"


def new_draft(
    connection: Connection,
    database: str,
    *,
    title: str,
    sql: str,
    why: str = "",
    author: str,
    is_by_agent: bool = False,
) -> tuple[int, int]:
    """The numbers of a new draft and of its first version; raises `InvalidDraft`."""
    title = " ".join(title.split())
    if not title or len(title) > LONGEST_TITLE:
        raise InvalidDraft(f"A draft has a title of at most {LONGEST_TITLE} characters.")
    given = {"database": database, "title": title, "why": why.strip(), "author": author, "is_by_agent": is_by_agent}
    draft = connection.execute(statement("schema/drafts/store/new_draft"), given).scalar_one()
    return draft, new_version(connection, draft, sql=sql, author=author, is_by_agent=is_by_agent)


def new_version(connection: Connection, draft: int, *, sql: str, author: str, is_by_agent: bool = False) -> int:
    """The number of a new version of a draft; raises `NoDraft` or `InvalidDraft`."""
    if "\0" in sql or len(sql) > MOST_CHARACTERS:
        raise InvalidDraft("The SQL is no text that a database can hold, or longer than a million characters.")
    given = {"draft": draft, "sql": sql, "author": author, "is_by_agent": is_by_agent}
    try:
        version: int | None = connection.execute(statement("schema/drafts/store/new_version"), given).scalar()
    except IntegrityError as error:
        raise InvalidDraft(
            "Somebody else has just added a version.", next_step="Look at it, then edit again."
        ) from error
    if version is None:
        raise NoDraft(f"There is no draft {draft}.")
    return version


def drafts(connection: Connection, database: str) -> tuple[SchemaDraft, ...]:
    """The drafts of a database, newest first."""
    rows = connection.execute(
        statement("schema/drafts/store/drafts"), {"database": database, "draft": None, "version": None}
    )
    return tuple(_read(row) for row in rows)


def draft(connection: Connection, database: str, number: int) -> SchemaDraft:
    """One draft with its newest version; raises `NoDraft`."""
    return draft_at(connection, database, number)


def draft_at(connection: Connection, database: str, number: int, *, version: int | None = None) -> SchemaDraft:
    """One draft with a version of it, the newest unless one is named; raises `NoDraft`."""
    given = {"database": database, "draft": number, "version": version}
    row = connection.execute(statement("schema/drafts/store/drafts"), given).one_or_none()
    if row is None:
        raise NoDraft(f"There is no draft {number}.")
    return _read(row)


def _read(row: Any) -> SchemaDraft:
    lists = {name: tuple(getattr(row, name) or ()) for name in ("grave", "at_risk", "accepted")}
    return SchemaDraft(**{**row._mapping, **lists, "detail": row.detail or {}})


def save_check(
    connection: Connection, checked: SchemaDraft, report: CheckReport, *, disk: DiskSpeed | None = None
) -> int:
    """The number of the check that is now kept with the version that was checked."""
    told = document(report, draft=checked.draft, version=checked.version, disk=disk)
    given = {
        "draft": checked.draft,
        "version": checked.version,
        "state": report.state,
        "fingerprint": report.fingerprint,
        "report": json.dumps(told),
        "grave": [effect.kind for effect in grave_effects(told)],
        "at_risk": [written(name) for name in report.at_risk],
        "extent": json.dumps(extent_document(report.extent)),
    }
    number: int = connection.execute(statement("schema/drafts/store/new_check"), given).scalar_one()
    return number


def extent_of(connection: Connection, check: int) -> Extent | None:
    """What a check found to change, with its neighbours, before and after; None where it changes no table."""
    return read_extent(connection.execute(statement("schema/drafts/store/extent"), {"check": check}).scalar_one())


def decide(
    connection: Connection,
    of: SchemaDraft,
    decision: DraftDecision,
    *,
    by: str,
    reason: str = "",
    accepted: tuple[str, ...] = (),
    detail: dict[str, Any] | None = None,
) -> int:
    """The number of a new decision about a version; raises `DecisionRefused` with the guard's own reason."""
    given = {
        "draft": of.draft,
        "version": of.version,
        "decision": decision,
        "by": by.strip(),
        "reason": reason.strip(),
        "accepted": list(accepted),
        "check": of.check,
        "detail": json.dumps(detail or {}),
    }
    try:
        number: int = connection.execute(statement("schema/drafts/store/new_decision"), given).scalar_one()
    except IntegrityError as error:
        raise DecisionRefused(str(error.orig).splitlines()[0]) from error
    return number


@dataclass(frozen=True)
class DraftBackup:
    """A backup that was made for a version: where it lies, its SHA-256, and the rows of each table."""

    file: str
    digest: str
    size: int
    """Bytes."""
    row_counts: dict[str, int]
    fingerprint: str
    made_by: str
    made_at: datetime


def save_backup(connection: Connection, of: SchemaDraft, backup: DraftBackup) -> None:
    """Keep what is known of a backup with the version that it was made for."""
    given = {
        "draft": of.draft,
        "version": of.version,
        "fingerprint": backup.fingerprint,
        "file": backup.file,
        "digest": backup.digest,
        "bytes": backup.size,
        "row_counts": json.dumps(backup.row_counts),
        "made_by": backup.made_by,
        "made_at": backup.made_at,
    }
    connection.execute(statement("schema/drafts/store/new_backup"), given)


def backups(connection: Connection, of: SchemaDraft) -> tuple[DraftBackup, ...]:
    """The backups of a version, newest first."""
    given = {"draft": of.draft, "version": of.version}
    return tuple(DraftBackup(*row) for row in connection.execute(statement("schema/drafts/store/backups"), given))


@dataclass(frozen=True)
class DraftVersion:
    """One version of a draft: who wrote it, when, and its SQL."""

    version: int
    author: str
    is_by_agent: bool
    created_at: datetime
    sql: str


def versions(connection: Connection, draft: int) -> tuple[DraftVersion, ...]:
    """The versions of a draft, newest first."""
    rows = connection.execute(statement("schema/drafts/store/versions"), {"draft": draft})
    return tuple(DraftVersion(*row) for row in rows)
