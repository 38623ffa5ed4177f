"""The site of the queue's tests: many contacts, and rows dated by the minutes that have passed since."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, text

from lib.database import run_script, transaction
from lib.settings import ROOT

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
TABLES = """
drop view if exists crm_source_contact, crm_source_interaction, crm_source_opportunity, crm_source_link cascade;
create table contact (contact_id uuid primary key, name text not null, created_at timestamptz not null);
create table interaction (
    id text primary key, contact_id uuid not null references contact, kind text not null, direction text not null,
    author text not null, thread_id text, subject text, body text not null, is_bulk boolean not null default false,
    occurred_at timestamptz not null, ended_at timestamptz, changed_at timestamptz not null
);
create index on interaction (contact_id, occurred_at);
create index on interaction (changed_at);
create index on interaction (ended_at) where ended_at is not null;
create table deal (
    id text primary key, contact_id uuid not null references contact, stage text not null, is_open boolean not null,
    changed_at timestamptz not null
);
create index on deal (contact_id);
create index on deal (changed_at);
create table link (contact_id uuid primary key references contact, account text, changed_at timestamptz not null);
create index on link (changed_at);
create view crm_source_contact as
select contact_id, name, null::text as email, null::text as phone, null::text as company, created_at from contact;
create view crm_source_interaction as
select
    id, contact_id, kind, direction, author, null::text as author_name, thread_id, subject, body, is_bulk, occurred_at,
    ended_at, changed_at
from interaction;
create view crm_source_opportunity as
select
    id, contact_id, 'purchase' as type, stage, null::numeric as estimated_value, null::text as next_action,
    null::timestamptz as follow_up_at, is_open, changed_at
from deal;
create view crm_source_link as
select
    contact_id, array_remove(array[account], null) as finance_accounts, null::text as swl_guest_profile_id,
    null::text as open_people_profile_id, changed_at
from link;
"""


def build(database: Engine) -> None:
    """Make the site's tables and views, closed to strangers as `orb migrate` closes them."""
    with transaction(database) as connection:
        run_script(connection, TABLES)
        run_script(connection, (ROOT / "sql" / "privileges.sql").read_text("utf-8"))


class Site:
    """Writes rows of the site; times are minutes before `now`."""

    def __init__(self, database: Engine, now: datetime = NOW) -> None:
        self.database, self.now, self.count = database, now, 0

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """What a query finds."""
        with transaction(self.database) as connection:
            return [tuple(row) for row in connection.execute(text(query))]

    def contact(self, name: str = "Ann Lee") -> UUID:
        """A new contact."""
        self.count += 1
        contact_id = UUID(int=self.count)
        values = {"contact_id": contact_id, "name": name, "at": self.now - timedelta(days=400)}
        self._run("insert into contact values (:contact_id, :name, :at)", values)
        return contact_id

    def interaction(
        self,
        contact_id: UUID,
        minutes: float,
        *,
        body: str = "Thank you, all is well here.",
        kind: str = "email",
        author: str = "contact",
        thread: str | None = "t1",
        subject: str | None = "House",
        is_bulk: bool = False,
        ended: float | None = None,
        changed: float | None = None,
    ) -> str:
        """A new interaction, `minutes` ago; it ended and was filed at other times where given."""
        self.count += 1
        values = {
            "id": f"i{self.count}",
            "contact_id": contact_id,
            "kind": kind,
            "direction": {"contact": "in", "us": "out"}.get(author, "internal"),
            "author": author,
            "thread_id": thread,
            "subject": subject,
            "body": body,
            "is_bulk": is_bulk,
            "occurred_at": self.ago(minutes),
            "ended_at": None if ended is None else self.ago(ended),
            "changed_at": self.ago(minutes if changed is None else changed),
        }
        self._run(
            "insert into interaction values (:id, :contact_id, :kind, :direction, :author, :thread_id, :subject, :body,"
            " :is_bulk, :occurred_at, :ended_at, :changed_at)",
            values,
        )
        return f"i{self.count}"

    def deal(self, contact_id: UUID, minutes: float, *, stage: str = "offer", is_open: bool = True) -> None:
        """The one deal of a contact, new or moved to another stage."""
        values = {"id": f"d{contact_id}", "c": contact_id, "stage": stage, "open": is_open, "at": self.ago(minutes)}
        self._run(
            "insert into deal values (:id, :c, :stage, :open, :at)"
            " on conflict (id) do update set stage = :stage, is_open = :open, changed_at = :at",
            values,
        )

    def link(self, contact_id: UUID, minutes: float, account: str = "a1") -> None:
        """The account of a contact, new or changed."""
        values = {"c": contact_id, "account": account, "at": self.ago(minutes)}
        self._run(
            "insert into link values (:c, :account, :at)"
            " on conflict (contact_id) do update set account = :account, changed_at = :at",
            values,
        )

    def run(self, sql: str, **values: object) -> None:
        """Any statement."""
        self._run(sql, values)

    def ago(self, minutes: float) -> datetime:
        """The moment so many minutes before now."""
        return self.now - timedelta(minutes=minutes)

    def _run(self, sql: str, values: dict[str, object]) -> None:
        with transaction(self.database) as connection:
            connection.execute(text(sql), values)
