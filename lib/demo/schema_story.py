"""The demo's drafts: two whose changes are in the schema's history, one that waits for a person, one by an agent.

What the first two make is taken away before the first snapshot and made again by their own SQL: in the end the schema
is what `sql/demo/schema` says. All of it may run beside the making of the contexts.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Thread

import psycopg
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from lib.database import driver_connection, read_only, transaction
from lib.errors import OrbError
from lib.schema.cache import cache
from lib.schema.drafts import store
from lib.schema.drafts.check.check import check
from lib.schema.drafts.handover.export import handover_files
from lib.schema.drafts.review import decide
from lib.schema.drafts.shadow.keeper import ShadowKeeper
from lib.settings import ROOT

LOG = logging.getLogger(__name__)
FOLDER = ROOT / "sql" / "demo"
BEFORE = "drafts/before"
MARKS = ("real_estate.market", "swl.review_stars_idx")
"""What the first two drafts make: where one is missing, a telling was interrupted."""


@dataclass(frozen=True)
class StoryDraft:
    """A draft of the demo; its SQL stands in `sql/demo/<file>.sql`."""

    file: str
    title: str
    why: str
    author: str = "Tom"
    is_by_agent: bool = False

    @property
    def sql(self) -> str:
        """Its text."""
        return (FOLDER / f"{self.file}.sql").read_text("utf-8")


LANDED = (
    StoryDraft("drafts/market", "One view says what is for sale", "Three tables were joined by hand for every list."),
    StoryDraft("drafts/open_reviews", "Reviews without an answer are found", "Ines answers the worst ones first."),
)
WAITING = (
    StoryDraft("drafts/favourite_table", "Guests no longer have a favourite table", "The room was rebuilt."),
    StoryDraft(
        *("drafts/channel", "Contacts say how they want to be reached", "Seven clients asked for calls, not mails."),
        author="orb agent",
        is_by_agent=True,
    ),
)


@contextmanager
def told(database: Engine, *, beside: bool) -> Iterator[None]:
    """Tell the story beside what the block does, or after it, where it was not told yet; the demo stands without it.

    Beside it takes more connections at once than a pooler of sessions may lend; afterwards those that idle are closed.
    """
    if not beside:
        yield
        database.dispose()
        _tell(database)
        database.dispose()
        return
    telling = Thread(target=_tell, args=(database,), name="schema-story")
    telling.start()
    try:
        yield
    finally:
        telling.join()


def _tell(database: Engine) -> None:
    try:
        _tell_whole(database)
    except (OrbError, psycopg.Error, SQLAlchemyError, OSError) as error:
        LOG.warning("The demo has no drafts: %s", type(error).__name__)
    finally:
        _restore(database)


def _tell_whole(database: Engine) -> None:
    name = cache.name_of(database, database)
    with read_only(database) as connection:
        if store.drafts(connection, name):
            return
    with driver_connection(database) as connection:
        connection.execute((FOLDER / f"{BEFORE}.sql").read_bytes())
    fingerprint = cache.refresh(database, database).schema.fingerprint
    with ShadowKeeper() as keeper:
        for told in LANDED:
            _hand_over(database, keeper, name, told, fingerprint=fingerprint)
        for told in LANDED:
            _run(database, told)
            cache.refresh(database, database)
        for told in WAITING:
            _propose(database, keeper, name, told)


def _propose(database: Engine, keeper: ShadowKeeper, name: str, told: StoryDraft) -> int:
    """The number of a new draft with its check."""
    report = check(keeper, database, told.sql)
    with transaction(database) as connection:
        number, _ = store.new_draft(
            connection,
            name,
            title=told.title,
            sql=told.sql,
            why=told.why,
            author=told.author,
            is_by_agent=told.is_by_agent,
        )
        store.save_check(connection, store.draft(connection, name, number), report)
    return number


def _hand_over(database: Engine, keeper: ShadowKeeper, name: str, told: StoryDraft, *, fingerprint: str) -> None:
    number = _propose(database, keeper, name, told)
    with transaction(database) as connection:
        of = store.draft(connection, name, number)
        decide.approve(connection, of, by="Ines", accept=of.grave)
        of = store.draft(connection, name, number)
        files = handover_files(connection, of, backup=None, now=datetime.now(UTC), existing=[])
        detail = {"fingerprint": fingerprint, "files": [file.path for file in files]}
        store.decide(connection, of, "exported", by=told.author, detail=detail)


def _run(database: Engine, told: StoryDraft) -> None:
    with driver_connection(database) as connection:
        connection.execute(told.sql.encode())


def _restore(database: Engine) -> None:
    """Make again what was taken away, where the story broke off."""
    with driver_connection(database) as connection:
        for mark, told in zip(MARKS, LANDED, strict=True):
            ((missing,),) = connection.execute("select to_regclass(%s) is null", (mark,)).fetchall()
            if missing:
                connection.execute(told.sql.encode())
