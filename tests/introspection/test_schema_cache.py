"""The cache: written only where something changed, opened without the explored database, honest about its age."""

from collections.abc import Callable
from dataclasses import replace

import psycopg
import pytest
from sqlalchemy import Engine, text

from lib.database import engine
from lib.errors import NoDatabase
from lib.schema.cache import cache
from lib.schema.cache.rows import cached_tables, rows
from lib.schema.catalog.introspect import read
from lib.schema.export.document import UnknownDocument
from lib.schema.model import Column, ForeignKey, Schema, Table

SHOP = """
create schema crm;
create table crm.item (id integer primary key, name text not null);
create table crm.empty ();
create table crm.line (
    item integer references crm.item, again integer, n integer check (n > 0),
    foreign key (again) references crm.item (id)
);
create view crm.names as select name from crm.item;
"""


@pytest.fixture
def explored_url(create_database: Callable[..., str]) -> str:
    """The address of a database to explore, with a small shop in it."""
    url = create_database()
    run(url, SHOP)
    return url


@pytest.fixture
def explored(explored_url: str) -> Engine:
    return engine(explored_url)


def run(url: str, script: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(script.encode())


def stored(database: Engine, query: str) -> list[tuple[object, ...]]:
    with database.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def everything(database: Engine) -> list[tuple[object, ...]]:
    cached = stored(database, "select xmin::text, c.* from system_schema_cache as c order by id")
    return cached + stored(database, "select ctid, * from system_schema_snapshot order by id")


def test_what_was_refreshed_is_what_is_loaded(database: Engine, explored: Engine) -> None:
    assert cache.load(database, explored) is None
    done = cache.refresh(database, explored)
    assert done.changed
    assert cache.load(database, explored) == done.schema
    tables = done.schema.tables
    assert [(table.name, table.concern) for table in tables] == [
        ("empty", "CRM"),
        ("item", "CRM"),
        ("line", "CRM"),
        ("names", "CRM"),
    ]


def test_the_cache_has_a_row_a_column_and_a_row_a_table(database: Engine, explored: Engine) -> None:
    cache.refresh(database, explored)
    rows = stored(
        database,
        "select schema_name, table_name, column_name, data_type, is_nullable, is_pk, is_fk, references_table,"
        " references_column from system_schema_cache order by table_name, column_name nulls first",
    )
    assert rows == [
        ("crm", "empty", None, None, None, False, False, None, None),
        ("crm", "item", None, None, None, False, False, None, None),
        ("crm", "item", "id", "integer", False, True, False, None, None),
        ("crm", "item", "name", "text", False, False, False, None, None),
        ("crm", "line", None, None, None, False, True, None, None),
        ("crm", "line", "again", "integer", True, False, True, "crm.item", "id"),
        ("crm", "line", "item", "integer", True, False, True, "crm.item", "id"),
        ("crm", "line", "n", "integer", True, False, False, None, None),
        ("crm", "names", None, None, None, False, False, None, None),
        ("crm", "names", "name", "text", True, False, False, None, None),
    ]


def test_a_refresh_without_a_change_writes_no_row_of_the_cache_and_no_version(
    database: Engine, explored: Engine
) -> None:
    first = cache.refresh(database, explored)
    before = stored(database, "select xmin::text, id from system_schema_cache order by id")
    second = cache.refresh(database, explored)
    assert not second.changed
    assert stored(database, "select xmin::text, id from system_schema_cache order by id") == before
    assert stored(database, "select count(*) from system_schema_snapshot") == [(1,)]
    loaded = cache.load(database, explored)
    assert loaded is not None
    assert first.schema.as_of < loaded.as_of == second.schema.as_of


def test_only_the_rows_of_what_changed_are_written(database: Engine, explored: Engine, explored_url: str) -> None:
    first = cache.refresh(database, explored)
    before = dict(stored(database, "select id, xmin::text from system_schema_cache"))
    run(explored_url, "alter table crm.line drop column n; alter table crm.line alter item set not null")
    run(explored_url, "drop table crm.empty; create table crm.new (x integer)")
    second = cache.refresh(database, explored)
    assert second.changed
    assert second.schema.fingerprint != first.schema.fingerprint
    rows = stored(database, "select id, xmin::text, table_name, column_name from system_schema_cache order by 3, 4")
    written = [(table, column) for id_, xmin, table, column in rows if before.get(id_) != xmin]
    assert sorted(written, key=str) == [("line", "item"), ("line", None), ("new", "x"), ("new", None)]
    assert len(rows) == 10
    assert cache.load(database, explored) == second.schema
    assert stored(database, "select count(*) from system_schema_snapshot") == [(2,)]


def test_new_estimates_are_cached_without_a_new_version(database: Engine, explored: Engine, explored_url: str) -> None:
    cache.refresh(database, explored)
    run(explored_url, "insert into crm.item select n, 'x' from generate_series(1, 50) as n; analyze crm.item")
    assert not cache.refresh(database, explored).changed
    loaded = cache.load(database, explored)
    assert loaded is not None
    assert loaded.table_named["crm", "item"].row_estimate == 50


def test_a_check_says_never_fresh_or_changed(database: Engine, explored: Engine, explored_url: str) -> None:
    assert cache.check(database, explored).state == "never"
    done = cache.refresh(database, explored)
    checked = cache.check(database, explored)
    assert (checked.state, checked.fingerprint, checked.as_of) == (
        "fresh",
        done.schema.fingerprint,
        done.schema.as_of,
    )
    run(explored_url, "comment on table crm.item is 'what is sold'")
    assert cache.check(database, explored).state == "changed"
    cache.refresh(database, explored)
    assert cache.check(database, explored).state == "fresh"


def test_a_moved_mark_alone_is_read_once_and_remembered(
    database: Engine, explored: Engine, explored_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.refresh(database, explored)
    run(explored_url, "vacuum full crm.item")
    assert cache.check(database, explored).state == "fresh"
    monkeypatch.setattr(cache.introspect, "read", lambda *_, **__: pytest.fail("it was read again"))
    assert cache.check(database, explored).state == "fresh"


def test_a_cache_of_another_database_is_never(
    database: Engine, explored: Engine, create_database: Callable[..., str]
) -> None:
    cache.refresh(database, explored)
    assert cache.check(database, engine(create_database())).state == "never"
    assert cache.load(database, engine(create_database())) is None


def test_the_cache_opens_while_the_explored_database_is_down(database: Engine, explored_url: str) -> None:
    explored = engine(explored_url)
    done = cache.refresh(database, explored)
    explored.dispose()
    name = explored_url.rsplit("/", 1)[1]
    run(explored_url.replace(name, "postgres"), f"drop database {name}")
    before = everything(database)
    assert cache.load(database, explored) == done.schema
    for attempt in (cache.refresh, cache.check):
        with pytest.raises(NoDatabase):
            attempt(database, explored)
    assert everything(database) == before


def test_a_cache_of_an_older_format_is_refused_and_refreshed(database: Engine, explored: Engine) -> None:
    cache.refresh(database, explored)
    with database.begin() as connection:
        connection.execute(text("""update system_schema_snapshot set document = document || '{"version": 0}'"""))
    with pytest.raises(UnknownDocument):
        cache.load(database, explored)
    done = cache.refresh(database, explored)
    assert not done.changed
    assert cache.load(database, explored) == done.schema


@pytest.mark.parametrize(
    "loss",
    [
        "delete from system_schema_image",
        "update system_schema_image set form = 'another'",
        "update system_schema_image set content = substr(content, 2)",
        "update system_schema_snapshot set reading = reading - 'image'",
    ],
)
def test_without_a_whole_image_of_this_version_the_rows_are_loaded(
    database: Engine, explored: Engine, loss: str
) -> None:
    done = cache.refresh(database, explored)
    with database.begin() as connection:
        connection.execute(text(loss))
    assert cache.load(database, explored) == done.schema


def test_the_image_is_loaded_and_not_the_rows(
    database: Engine, explored: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = cache.refresh(database, explored)
    monkeypatch.setattr(cache, "_from_rows", lambda *_: pytest.fail("the rows were put together"))
    assert cache.load(database, explored) == done.schema


def test_a_refresh_without_a_change_leaves_the_image_and_one_with_a_change_writes_it(
    database: Engine, explored: Engine, explored_url: str
) -> None:
    def image() -> list[tuple[object, ...]]:
        return stored(database, "select xmin::text, digest from system_schema_image")

    cache.refresh(database, explored)
    first = image()
    cache.refresh(database, explored)
    assert image() == first
    run(explored_url, "insert into crm.item select n, 'x' from generate_series(1, 50) as n; analyze crm.item")
    done = cache.refresh(database, explored)
    assert image() != first
    assert cache.load(database, explored) == done.schema


def test_a_reader_sees_the_old_cache_until_the_new_one_is_complete(
    database: Engine, explored: Engine, explored_url: str
) -> None:
    first = cache.refresh(database, explored)
    run(explored_url, "create table crm.other (x integer)")
    with database.begin() as connection:  # a reader in the middle of its own transaction
        connection.exec_driver_sql("set transaction isolation level repeatable read")
        count = text("select count(*) from system_schema_cache")
        before = connection.execute(count).scalar_one()
        second = cache.refresh(database, explored)
        assert connection.execute(count).scalar_one() == before
    assert len(second.schema.tables) == len(first.schema.tables) + 1


def test_the_database_with_the_cache_can_be_the_one_explored(database: Engine) -> None:
    done = cache.refresh(database, database)
    assert ("public", "system_schema_cache") in done.schema.table_named
    assert cache.check(database, database).state == "fresh"
    assert read(database).tables[0].concern == ""


@pytest.mark.parametrize(
    "odd", ["", " a ", '"', "\\", '\\"n', "\\n", "a\nb", "\t\x01\x7f", "null", "{1,2}", "ü,語🙂", "'"]
)
def test_names_of_every_kind_reach_the_cache_letter_by_letter(empty_database: str, odd: str) -> None:
    table = Table(odd, odd, columns=(Column(odd, 1, odd, False, is_fk=True), Column("plain", 2, "text", True)))
    key = ForeignKey("to_itself", (odd,), odd, odd, (odd,))
    given = rows(cached_tables(Schema("x", 180000, "", tables=(replace(table, foreign_keys=(key,)),))))
    with psycopg.connect(empty_database) as connection:
        read = connection.execute(
            "select cast(%(schema_name)s as text[]), cast(%(column_name)s as text[]), cast(%(data_type)s as text[]),"
            " cast(%(is_nullable)s as boolean[]), cast(%(references_column)s as text[])",
            given,
        ).fetchone()
    assert read == ([odd] * 3, [None, odd, "plain"], [None, odd, "text"], [None, False, True], [None, odd, None])
