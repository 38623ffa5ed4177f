"""Exports, joins and packs of real schemas and of the demo, judged by the programs they are for."""

import random
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Engine

from lib.schema.catalog.introspect import read
from lib.schema.concerns.rules import assign, read_rules
from lib.schema.export import subset
from lib.schema.export.export import export
from lib.schema.export.pack import pack
from lib.schema.model import Schema
from lib.schema.relations import paths
from lib.schema.relations.partitions import folded
from lib.tokens import tokens
from tests.export.test_export import check_all, check_texts, counts, outside, ties
from tests.support.browsers import BrowserPage
from tests.support.schemas.dbml_judge import DbmlJudge
from tests.support.schemas.mermaids import open_mermaid, parsed
from tests.support.schemas.servers_and_scripts import SCHEMAS, load

FILES = ("adventureworks", "chinook", "dhis2", "pagila", "panoptes", "supabase")


@pytest.fixture(scope="module", params=FILES)
def real(request: pytest.FixtureRequest, create_database: Callable[..., str]) -> tuple[str, Schema]:
    """The address of a database with a real schema, and that schema."""
    file: Path = SCHEMAS / f"{request.param}.sql"
    if not file.exists():
        pytest.skip(f"{file} is not beside the checkout")
    url = load(create_database(), file)
    return url, assign(read(url), read_rules())


def joins_run(url: str, schema: Schema, *, pairs: int) -> int:
    """How many joins between random tables Postgres accepts; raises at the first that it does not."""
    tables = [table.key for table in schema.tables if table.foreign_keys or table.key in schema.incoming]
    chosen = random.Random(1)
    accepted = 0
    with psycopg.connect(url) as connection:
        for _ in range(pairs):
            for path in paths.find(schema, chosen.choice(tables), chosen.choice(tables)):
                connection.execute(f"explain {path.sql}")  # type: ignore[call-overload]
                accepted += 1
    return accepted


def parts(schema: Schema) -> list[Schema]:
    """The whole, every concern, and what is around the table with most references."""
    concerns = sorted({table.concern for table in schema.tables})
    centre = max(schema.table_named, key=lambda name: (len(schema.incoming.get(name, ())), name))
    return [
        schema,
        *(subset.of_concern(schema, concern) for concern in concerns),
        subset.around(schema, centre, hops=2),
    ]


@pytest.mark.schemas
def test_every_export_is_read_and_every_join_runs(real: tuple[str, Schema]) -> None:
    url, schema = real
    for one in parts(schema):
        check_texts(one, schema)
    assert joins_run(url, schema, pairs=60) > 20
    for budget in (800, 8000):
        packed = pack(schema, (schema.tables[0].key,), max_tokens=budget)
        assert tokens(packed.text) <= budget


@pytest.mark.schemas
def test_the_formats_own_parser_reads_every_export_as_dbml(real: tuple[str, Schema], dbml_judge: DbmlJudge) -> None:
    _, schema = real
    for one in parts(schema):
        part = folded(one, schema)
        expected = (len(part.tables) + len(outside(part)), ties(part))
        assert dbml_judge.counts(export(one, "dbml", whole=schema)) == expected


@pytest.mark.schemas
@pytest.mark.browser
def test_mermaid_reads_every_export(real: tuple[str, Schema], browser_page: BrowserPage) -> None:
    _, schema = real
    open_mermaid(browser_page.page)
    for one in (folded(part, schema) for part in parts(schema)):
        found = parsed(browser_page.page, export(one, "mermaid"))
        assert (found["tables"], found["relations"]) == (len(one.tables) + len(outside(one)), counts(one)[1])


@pytest.mark.browser
def test_the_demo_business_is_exported_and_joined_too(business_database: Engine, browser_page: BrowserPage) -> None:
    with business_database.connect() as connection:
        info = connection.connection.driver_connection.info  # type: ignore[union-attr]
        url = f"postgresql://{info.user}:{info.password}@{info.host}:{info.port}/{info.dbname}"
    schema = assign(read(business_database), read_rules())
    open_mermaid(browser_page.page)
    for one in parts(schema):
        check_all(one, schema)
        one = folded(one, schema)
        found = parsed(browser_page.page, export(one, "mermaid"))
        assert (found["tables"], found["relations"]) == (len(one.tables) + len(outside(one)), counts(one)[1])
    assert joins_run(url, schema, pairs=150) > 50
