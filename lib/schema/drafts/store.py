"""The drafts that are kept: versions, checks and decisions, appended and never changed."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from lib.database import statement
from lib.errors import OrbError
from lib.schema.drafts.check.report import CheckReport, document
from lib.schema.drafts.statements import MOST_CHARACTERS

LONGEST_TITLE = 200


class NoDraft(OrbError):
    title = "There is no such draft."
    next_step = "`orb draft list` shows those that there are."


class InvalidDraft(OrbError):
    title = "This is no draft."
    next_step = "Give it a title and the SQL of the change."


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
    check_state: str | None
    fingerprint: str | None
    checked_at: datetime | None
    report: dict[str, Any] | None
    decision: str | None

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
    rows = connection.execute(statement("schema/drafts/store/drafts"), {"database": database, "draft": None})
    return tuple(SchemaDraft(*row) for row in rows)


def draft(connection: Connection, database: str, number: int) -> SchemaDraft:
    """One draft; raises `NoDraft`."""
    given = {"database": database, "draft": number}
    row = connection.execute(statement("schema/drafts/store/drafts"), given).one_or_none()
    if row is None:
        raise NoDraft(f"There is no draft {number}.")
    return SchemaDraft(*row)


def save_check(connection: Connection, checked: SchemaDraft, report: CheckReport) -> int:
    """The number of the check that is now kept with the version that was checked."""
    given = {
        "draft": checked.draft,
        "version": checked.version,
        "state": report.state,
        "fingerprint": report.fingerprint,
        "report": json.dumps(document(report, draft=checked.draft, version=checked.version)),
    }
    number: int = connection.execute(statement("schema/drafts/store/new_check"), given).scalar_one()
    return number
