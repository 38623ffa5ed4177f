"""What became of a draft that was handed over: every refresh of the schema compares."""

from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from sqlalchemy import Engine

from lib.database import engine, read_only, transaction
from lib.schema.cache import cache
from lib.schema.drafts import store
from lib.schema.drafts.check.check import check
from lib.schema.drafts.review import decide
from lib.schema.drafts.review.landed import landed_between, landing
from lib.schema.drafts.shadow.keeper import ShadowKeeper

Run = Callable[[str], None]
DRAFT = "alter table note add column body text; comment on column note.body is 'what it says'"


@pytest.fixture
def explored(create_database: Callable[[], str]) -> Iterator[Engine]:
    url = create_database()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("create table note (id int primary key); create table other (id int)")
    made = engine(url)
    yield made
    made.dispose()


@pytest.fixture
def run(explored: Engine) -> Run:
    def ran(sql: str) -> None:
        with explored.begin() as connection:
            connection.exec_driver_sql(sql)

    return ran


def hand_over(database: Engine, explored: Engine, keeper: ShadowKeeper) -> str:
    """The name under which a draft was kept that was exported against the database as it is."""
    name = cache.name_of(explored, database)
    fingerprint = cache.refresh(database, explored).schema.fingerprint
    report = check(keeper, explored, DRAFT)
    with transaction(database) as connection:
        number, _ = store.new_draft(connection, name, title="Notes say something", sql=DRAFT, author="Tom")
        store.save_check(connection, store.draft(connection, name, number), report)
        decide.approve(connection, store.draft(connection, name, number), by="Ann")
        of = store.draft(connection, name, number)
        store.decide(connection, of, "exported", by="Ann", detail={"fingerprint": fingerprint})
    return name


def state(database: Engine, name: str) -> tuple[str, Any]:
    with read_only(database) as connection:
        of = store.draft(connection, name, 1)
        return of.state, of.detail.get("differences")


def test_a_draft_lands_with_differences_and_then_exactly(
    database: Engine, database_url: str, explored: Engine, run: Run, keeper: ShadowKeeper
) -> None:
    name = hand_over(database, explored, keeper)
    assert state(database, name)[0] == "exported"
    run("alter table other add column x int")
    cache.refresh(database, explored)
    assert state(database, name)[0] == "exported"
    run("alter table note add column body varchar(10)")
    cache.refresh(database, explored)
    assert state(database, name) == (
        "landed",
        [
            "The type of the column body of public.note is character varying(10) where text was predicted.",
            "The comment of the column body of public.note is none where what it says was predicted.",
        ],
    )
    run("alter table note alter body type text; comment on column note.body is 'what it says'")
    cache.refresh(database, explored)
    assert state(database, name) == ("landed", [])
    with read_only(database) as connection:
        found = landed_between(connection, name, 1, 100)
    assert [(item.draft, item.title, item.differences) for item in found] == [(1, "Notes say something", ())]


def test_what_came_otherwise_is_named() -> None:
    column = {"what": "column", "table": "public.note", "name": "body", "attribute": "", "before": None, "after": None}
    comment = {**column, "attribute": "comment", "kind": "altered", "after": "new"}
    added = {**column, "kind": "added"}
    assert landing([added], ()).as_predicted == ()
    assert landing([added, comment], ()).differences == (
        "The column body of public.note was not added.",
        "The column body of public.note was not altered.",
    )
