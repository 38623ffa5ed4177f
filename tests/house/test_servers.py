"""The whole way of the data on every kind of server: install, read, judge, save, describe."""

from datetime import UTC, datetime

from lib.context.readers import LocalRules
from lib.context.refresh import refresh
from lib.database import engine, read_only, statement
from lib.demo import business
from lib.demo.loading import install
from lib.migrate import DEMO_SOURCES, check, is_current, migrate
from lib.schema.cache import cache

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def test_everything_works_on_every_kind_of_server(any_database: str) -> None:
    database = engine(any_database)
    try:
        assert not is_current(database, sources=DEMO_SOURCES)
        install(database, seed=1, now=NOW)
        check(database)
        assert is_current(database, sources=DEMO_SOURCES)
        assert migrate(database, sources=DEMO_SOURCES).applied == ()
        contact = business.contact_id(1, 0)
        statuses = [refresh(database, contact, reader=LocalRules(), now=NOW).status for _ in range(2)]
        assert statuses == ["saved", "unchanged"]
        with read_only(database) as connection:
            current = connection.execute(statement("context/reads/current"), {"contact_id": contact}).one()
        assert current.version == 1
        assert cache.refresh(database, database).changed is True
        assert cache.check(database, database).state == "fresh"
    finally:
        database.dispose()
