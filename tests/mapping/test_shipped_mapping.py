"""The example in sql/sources.sql, over the four tables that it names."""

import pytest
from sqlalchemy import Engine

from lib.context.mapping.check import check
from lib.database import engine, run_script, transaction
from lib.migrate import migrate

TABLES = """
create table contacts (
    id uuid primary key, full_name text, email text, phone text, company_name text, created_at timestamptz not null,
    updated_at timestamptz not null
);
create table messages (
    id bigint primary key, contact_id uuid not null references contacts, channel text, is_outgoing boolean not null,
    sender_address text, sender_name text, conversation_id text, subject text, body text, is_newsletter boolean,
    sent_at timestamptz not null, created_at timestamptz not null, updated_at timestamptz not null
);
create table appointments (
    id bigint primary key, contact_id uuid not null references contacts, kind text, title text, notes text,
    starts_at timestamptz not null, ends_at timestamptz, updated_at timestamptz not null
);
create table deals (
    id bigint primary key, contact_id uuid not null references contacts, pipeline text, stage text, amount numeric,
    next_step text, follow_up_at timestamptz, closed_at timestamptz, updated_at timestamptz not null
);
"""


@pytest.fixture
def example(empty_database: str) -> Engine:
    """A database with the example's tables, and its mapping installed."""
    database = engine(empty_database)
    with transaction(database) as connection:
        run_script(connection, TABLES)
    assert migrate(database).sources_error == ""
    return database


def test_the_example_has_every_index_that_it_needs(example: Engine) -> None:
    assert check(example, smallest=0).findings == ()


@pytest.mark.parametrize(
    ("index", "column"),
    [
        ("orb_appointments_ended", "ended_at"),
        ("orb_appointments_changed", "changed_at"),
        ("orb_messages_changed", "changed_at"),
    ],
)
def test_an_index_of_the_example_that_is_missing_is_told(example: Engine, index: str, column: str) -> None:
    with transaction(example) as connection:
        run_script(connection, f"drop index {index}")
    assert [finding.rule for finding in check(example, smallest=0).findings] == [f"no_index_interaction_{column}"]
