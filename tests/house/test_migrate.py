"""Installing the tables."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text

from lib.database import engine, read_only, transaction
from lib.errors import CannotMigrate
from lib.migrate import MIGRATIONS, migrate


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
