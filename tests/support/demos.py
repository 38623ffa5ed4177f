"""Fixtures: the demo business, before any context was made."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine

from lib.database import engine, transaction
from lib.demo.loading import install, load

LOADED_AT = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)
NAMING = ("system_schema_cache", "system_schema_snapshot", "system_schema_image", "system_schema_draft")
"""The tables whose rows say which database they are about."""


@pytest.fixture(scope="session")
def business_template(create_database: Callable[..., str]) -> str:
    """The name of a database with the demo business as of `LOADED_AT` and no context yet, to copy from."""
    url = create_database()
    database = engine(url)
    install(database, seed=1, now=LOADED_AT)
    database.dispose()
    return url.rsplit("/", 1)[1]


@pytest.fixture
def business_database(create_database: Callable[..., str], business_template: str) -> Iterator[Engine]:
    """An engine on the demo business before its first context."""
    made = engine(create_database(business_template))
    yield made
    made.dispose()


@pytest.fixture(scope="session")
def demo_template(create_database: Callable[..., str], business_template: str) -> str:
    """The name of a database with the whole demo as of `LOADED_AT`, histories included, to copy from."""
    url = create_database(business_template)
    database = engine(url)
    load(database, seed=1, now=LOADED_AT, beside=True)
    database.dispose()
    return url.rsplit("/", 1)[1]


@pytest.fixture
def demo_database(create_database: Callable[..., str], demo_template: str) -> Iterator[Engine]:
    """An engine on a fresh copy of the whole demo."""
    made = engine(create_database(demo_template))
    with transaction(made) as connection:  # the copy has another name, and is the same database
        connection.exec_driver_sql("set local session_replication_role = replica")
        for table in NAMING:
            connection.exec_driver_sql(f"update {table} set database_name = current_database()")
    yield made
    made.dispose()
