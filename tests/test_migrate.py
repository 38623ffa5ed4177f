"""Installing the tables."""

from concurrent.futures import ThreadPoolExecutor

from lib.database import engine
from lib.migrate import MIGRATIONS, migrate


def test_a_second_migration_changes_nothing(empty_database: str) -> None:
    database = engine(empty_database)
    first, second = migrate(database), migrate(database)
    assert [name[:3] for name in first.applied] == sorted(name[:3] for name in first.applied)
    assert first.applied
    assert second.applied == ()


def test_two_migrations_at_once_apply_each_file_once(empty_database: str) -> None:
    with ThreadPoolExecutor() as pool:
        done = list(pool.map(lambda _: migrate(engine(empty_database)), range(2)))
    assert sorted(len(migration.applied) for migration in done) == [0, len(list(MIGRATIONS.glob("*.sql")))]
