"""Exactness: what a `Schema` says and what pg_dump writes are the same facts, on every server and schema at hand."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import Engine

from lib.embedded.binaries import program
from lib.schema.catalog.introspect import read
from lib.schema.model import Schema, Table
from lib.settings import ROOT
from tests.support.schemas import dump_facts, facts
from tests.support.schemas.servers_and_scripts import SCHEMAS, ServerUnderTest, load

FIXTURES = ROOT / "tests" / "support" / "schemas"
FILES = ("adventureworks", "chinook", "dhis2", "pagila", "panoptes", "supabase")


def traps(server_under_test: ServerUnderTest) -> str:
    """The address of a database with every trap that the server's version knows, one of them an index that failed."""
    newer = [FIXTURES / "traps_18.sql"] if server_under_test.version >= 18 else []
    url = load(server_under_test.create(), FIXTURES / "traps.sql", *newer)
    with psycopg.connect(url, autocommit=True) as connection, pytest.raises(psycopg.errors.UniqueViolation):
        connection.execute("create unique index concurrently failed on one.clustered (a)")
    return url


def differences(url: str, schema: Schema, pg_dump: Path) -> tuple[list[str], list[str]]:
    """What pg_dump says and the schema does not, and the other way round."""
    dumped = dump_facts.facts(dump_facts.dump(url, pg_dump))
    said = facts.facts(schema, dumped)
    return sorted((dumped - said).elements()), sorted((said - dumped).elements())


def test_every_trap_is_read_as_pg_dump_writes_it(server_under_test: ServerUnderTest) -> None:
    url = traps(server_under_test)
    assert differences(url, read(url), server_under_test.pg_dump) == ([], [])


@pytest.mark.schemas
@pytest.mark.parametrize("name", FILES)
def test_a_real_schema_is_read_as_pg_dump_writes_it(name: str, server_under_test: ServerUnderTest) -> None:
    file = SCHEMAS / f"{name}.sql"
    if not file.exists():
        pytest.skip(f"{file} is not beside the checkout")
    if name == "pagila" and server_under_test.version < 18:
        pytest.skip("pagila uses virtual columns, which came with Postgres 18")
    url = load(server_under_test.create(), file)
    assert differences(url, read(url), server_under_test.pg_dump) == ([], [])


def test_the_demo_business_is_read_as_pg_dump_writes_it(business_database: Engine) -> None:
    schema = read(business_database)
    with business_database.connect() as connection:
        info = connection.connection.driver_connection.info  # type: ignore[union-attr]
        url = f"postgresql://{info.user}:{info.password}@{info.host}:{info.port}/{info.dbname}"
    assert differences(url, schema, program("pg_dump")) == ([], [])


def one(table: Table, **changes: Any) -> Table:
    return replace(table, **changes)


MUTATIONS: dict[str, Callable[[Table], Table]] = {
    "a type": lambda t: one(t, columns=(replace(t.columns[0], type="bigint"), *t.columns[1:])),
    "a default": lambda t: one(t, columns=(replace(t.columns[0], default="7"), *t.columns[1:])),
    "nullable": lambda t: one(t, columns=(replace(t.columns[0], nullable=True), *t.columns[1:])),
    "a collation": lambda t: one(t, columns=(replace(t.columns[0], collation='pg_catalog."C"'), *t.columns[1:])),
    "a column": lambda t: one(t, columns=t.columns[:-1]),
    "a column's comment": lambda t: one(t, columns=(replace(t.columns[0], comment="x"), *t.columns[1:])),
    "a primary key": lambda t: one(t, primary_key=None),
    "a key that is lazy": lambda t: one(t, unique=tuple(replace(key, deferrable=False) for key in t.unique)),
    "distinct nulls": lambda t: one(t, unique=tuple(replace(key, nulls_not_distinct=False) for key in t.unique)),
    "included columns": lambda t: one(t, unique=tuple(replace(key, include=()) for key in t.unique)),
    "pairs": lambda t: one(t, foreign_keys=tuple(replace(k, columns=k.columns[::-1]) for k in t.foreign_keys)),
    "an action": lambda t: one(t, foreign_keys=tuple(replace(k, on_delete="CASCADE") for k in t.foreign_keys)),
    "set columns": lambda t: one(t, foreign_keys=tuple(replace(k, set_columns=()) for k in t.foreign_keys)),
    "match": lambda t: one(t, foreign_keys=tuple(replace(k, match="SIMPLE") for k in t.foreign_keys)),
    "not valid": lambda t: one(t, foreign_keys=tuple(replace(k, validated=True) for k in t.foreign_keys)),
    "a check": lambda t: one(t, checks=t.checks[1:]),
    "an exclusion": lambda t: one(t, exclusions=()),
    "storage": lambda t: one(t, indexes=tuple(replace(index, definition="x") for index in t.indexes)),
    "a trigger": lambda t: one(t, triggers=t.triggers[1:]),
    "a trigger that is off": lambda t: one(t, triggers=tuple(replace(i, enabled="origin") for i in t.triggers)),
    "a policy's roles": lambda t: one(t, policies=tuple(replace(p, roles=("PUBLIC",)) for p in t.policies)),
    "a policy's condition": lambda t: one(t, policies=tuple(replace(p, using="true") for p in t.policies)),
    "row-level security": lambda t: one(t, rls=False),
    "forced security": lambda t: one(t, rls_forced=False),
    "the owner": lambda t: one(t, owner="nobody"),
    "a copy of a foreign key": lambda t: one(t, foreign_keys=(*t.foreign_keys, t.foreign_keys[0])),
}


@pytest.fixture(scope="module")
def source_facts(create_database: Callable[..., str]) -> tuple[Schema, Counter[str]]:
    url = load(create_database(), FIXTURES / "traps.sql")
    return read(url), dump_facts.facts(dump_facts.dump(url, program("pg_dump")))


@pytest.mark.parametrize("what", MUTATIONS)
def test_the_comparison_sees_a_planted_error(what: str, source_facts: tuple[Schema, Counter[str]]) -> None:
    schema, dumped = source_facts
    source = schema.table_named["one", "source"]
    wrong = MUTATIONS[what](source)
    tables = tuple(wrong if table is source else table for table in schema.tables)
    assert facts.facts(replace(schema, tables=tables), dumped) != dumped


def test_the_comparison_sees_a_missing_index(source_facts: tuple[Schema, Counter[str]]) -> None:
    schema, dumped = source_facts
    wrong = [one(table, indexes=table.indexes[1:]) if table.name == "indexed" else table for table in schema.tables]
    assert facts.facts(replace(schema, tables=tuple(wrong)), dumped) != dumped


def test_the_order_of_the_columns_is_that_of_the_information_schema(server_under_test: ServerUnderTest) -> None:
    url = traps(server_under_test)
    with psycopg.connect(url) as connection:
        expected = connection.execute(
            "select table_schema, table_name, array_agg(column_name::text order by ordinal_position),"
            " array_agg(ordinal_position::int order by ordinal_position),"
            " array_agg(is_nullable = 'YES' order by ordinal_position) from information_schema.columns"
            " where table_schema !~ '^pg_' and table_schema <> 'information_schema' group by 1, 2"
        ).fetchall()
    tables = [table for table in read(url).tables if table.columns and table.kind != "materialized view"]
    # a domain over a domain that is not null never is, but the standard's view looks one level deep
    found = [
        (
            table.schema,
            table.name,
            [column.name for column in table.columns],
            [column.position for column in table.columns],
            [column.nullable or column.name == "stricter" for column in table.columns],
        )
        for table in tables
    ]
    assert sorted(found) == sorted(expected)
