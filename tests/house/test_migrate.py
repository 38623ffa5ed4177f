"""Installing the tables."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Engine, make_url, text

from lib.database import engine, read_only, transaction
from lib.embedded.server import Server
from lib.errors import CannotMigrate, NoPrivilege
from lib.migrate import MIGRATIONS, is_current, migrate


def test_a_second_migration_changes_nothing(empty_database: str) -> None:
    database = engine(empty_database)
    first, second = migrate(database), migrate(database)
    assert [name[:3] for name in first.applied] == sorted(name[:3] for name in first.applied)
    assert first.applied
    assert second.applied == ()


def test_a_table_of_that_name_is_told_and_nothing_is_changed(empty_database: str) -> None:
    database = engine(empty_database)
    with transaction(database) as connection:
        connection.execute(text("create table crm_client_context_history (id integer)"))
    with pytest.raises(CannotMigrate) as caught:
        migrate(database)
    said = 'The tables cannot be installed: relation "crm_client_context_history" already exists.'
    assert caught.value.title == said
    with read_only(database) as connection:
        tables = connection.execute(text("select relname from pg_class where relname ~ '^(crm|system)_'"))
        assert tables.scalars().all() == ["crm_client_context_history"]


def test_a_mapping_that_the_rows_do_not_fit_is_told(empty_database: str, tmp_path: Path) -> None:
    database, sources = engine(empty_database), tmp_path / "sources.sql"
    sources.write_text("create table contacts (id uuid primary key);")
    assert migrate(database, sources=sources).sources_error == ""
    sources.write_text("insert into contacts select gen_random_uuid(); alter table contacts add check (id is null);")
    assert 'check constraint "contacts_id_check"' in migrate(database, sources=sources).sources_error


def test_two_migrations_at_once_apply_each_file_once(empty_database: str) -> None:
    with ThreadPoolExecutor() as pool:
        done = list(pool.map(lambda _: migrate(engine(empty_database)), range(2)))
    assert sorted(len(migration.applied) for migration in done) == [0, len(list(MIGRATIONS.glob("*.sql")))]


@pytest.fixture
def as_owner(server: Server, migrated_template: str, create_database: Callable[..., str]) -> Iterator[Engine]:
    """An empty database as its owner sees it, who may not create roles; the role of the dashboard exists."""
    address = make_url(create_database())
    with psycopg.connect(server.url_of("postgres"), autocommit=True) as administrator:
        administrator.execute("create role plain_owner login password 'plain'")
        administrator.execute(f"alter database {address.database} owner to plain_owner".encode())
        owned = address.set(username="plain_owner", password="plain")
        database = engine(owned.render_as_string(hide_password=False))
        yield database
        database.dispose()
        administrator.execute(f"drop database {address.database} with (force)".encode())
        administrator.execute("drop role plain_owner")


def test_an_owner_who_may_not_create_roles_migrates_where_the_role_exists(as_owner: Engine) -> None:
    assert migrate(as_owner).applied
    assert migrate(as_owner).applied == ()


def test_an_owner_is_told_what_to_ask_for_where_the_role_is_missing(
    as_owner: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = (MIGRATIONS / "001_role.sql").read_text("utf-8")
    (tmp_path / "001_role.sql").write_text(script.replace("orb_dashboard", "orb_nobody_yet"))
    monkeypatch.setattr("lib.migrate.MIGRATIONS", tmp_path)
    with pytest.raises(NoPrivilege) as caught:
        migrate(as_owner)
    assert str(caught.value) == (
        "The database role may not do this: permission denied to create the role orb_nobody_yet."
        " Ask the administrator of the server to run `create role orb_nobody_yet nologin;` once. Then try again."
    )


def test_a_file_that_was_applied_before_it_was_written_better_counts_as_current(
    empty_database: str, tmp_path: Path
) -> None:
    database, sources = engine(empty_database), tmp_path / "sources.sql"
    sources.write_text("select 1;")
    migrate(database, sources=sources)
    with transaction(database) as connection:
        connection.execute(text("update system_migration set digest = 'of an older text' where name = '001_role.sql'"))
    assert not is_current(database, sources=sources)
    assert migrate(database, sources=sources).applied == ()
    assert is_current(database, sources=sources)
