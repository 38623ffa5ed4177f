"""`orb schema refresh` and `orb schema check`, to the letter of what is published."""

import json
from typing import Any

import psycopg
import pytest
from typer.testing import CliRunner

from lib.cli import app
from lib.commands import schema_find
from tests.support.processes.imported_modules import imported_by

SHOP = "create table item (id integer primary key); create table line (item integer references item)"


@pytest.fixture
def shop(database_url: str, empty_database: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A shop to explore beside the dashboard's own database; `orb` works on both."""
    with psycopg.connect(empty_database) as connection:
        connection.execute(SHOP)
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("SCHEMA_DATABASE_URL", empty_database)
    return empty_database


def orb(*words: str) -> Any:
    result = CliRunner().invoke(app, ["schema", *words, "--json"])
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_a_refresh_prints_what_is_published(shop: str) -> None:
    first, second = orb("refresh"), orb("refresh")
    assert list(first) == ["counts", "fingerprint", "changed", "timings", "kept_texts"]
    assert list(first["timings"]) == ["introspect_ms", "cache_ms", "snapshot_ms"]
    assert first["counts"] == {
        "seen": 2,
        "shown": 2,
        "partitions": 0,
        "extension_owned": 0,
        "hidden": 0,
        "tables": 2,
        "views": 0,
        "foreign_tables": 0,
        "columns": 2,
        "foreign_keys": 1,
        "indexes": 1,
        "schemas": 1,
        "enums": 0,
        "domains": 0,
        "sequences": 0,
    }
    assert (first["changed"], second["changed"], first["kept_texts"]) == (True, False, [])
    assert first["fingerprint"] == second["fingerprint"]


def test_a_check_prints_what_is_published(shop: str) -> None:
    never = orb("check")
    assert list(never) == ["state", "as_of", "fingerprint", "checked_in_ms"]
    assert (never["state"], never["as_of"], never["fingerprint"]) == ("never", None, None)
    fingerprint = orb("refresh")["fingerprint"]
    fresh = orb("check")
    assert (fresh["state"], fresh["fingerprint"]) == ("fresh", fingerprint)
    with psycopg.connect(shop) as connection:
        connection.execute("alter table item add column name text")
    assert orb("check")["state"] == "changed"


def test_texts_kept_behind_a_lock_are_named_as_sql_writes_them(shop: str) -> None:
    with psycopg.connect(shop) as connection:
        connection.execute('create table "odd.name" (a integer check (a > 0))')
    orb("refresh")
    with psycopg.connect(shop) as connection:
        connection.execute('lock table "odd.name" in access exclusive mode')
        assert orb("refresh")["kept_texts"] == ['public."odd.name"']


def test_a_database_that_is_away_is_one_clear_line(shop: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCHEMA_DATABASE_URL", "postgresql://someone:secret@127.0.0.1:1/nowhere")
    result = CliRunner().invoke(app, ["schema", "refresh"])
    assert result.exit_code == 1
    assert "The explored database cannot be reached." in result.output
    assert "secret" not in result.output
    assert "Traceback" not in result.output


NOT_FOR_FINDING = {
    "sqlalchemy",
    "pandas",
    "streamlit",
    "openai",
    "mcp",
    "lib.context",
    "lib.migrate",
    "lib.schema.agent",
}


def test_finding_in_a_cached_schema_imports_little(shop: str) -> None:
    orb("refresh")
    imported = imported_by("schema", "find", "item")
    assert imported & NOT_FOR_FINDING == set()
    assert {"psycopg", "lib.schema.search.search"} <= imported


def test_what_is_found_is_the_same_for_people_and_by_machine(shop: str) -> None:
    orb("refresh")
    hits = orb("find", "item")["hits"]
    shown = CliRunner().invoke(app, ["schema", "find", "item"]).stdout.splitlines()
    assert shown[0].split() == ["kind", "table", "column", "found", "score"]
    values = [[str(value) for value in hit.values() if value is not None] for hit in hits]
    assert [line.split() for line in shown[1:]] == values
    assert len(values) == 4


def test_finding_opens_what_every_other_command_does(shop: str, monkeypatch: pytest.MonkeyPatch) -> None:
    orb("refresh")
    with monkeypatch.context() as only_the_image:
        only_the_image.setattr("lib.commands.schema.cached", lambda: pytest.fail("the rows were read"))
        told = CliRunner().invoke(app, ["schema", "find", "line"])
        assert (told.exit_code, "public.line" in told.stdout) == (0, True)
    with psycopg.connect(shop) as connection:
        connection.execute("drop table line")
    monkeypatch.setattr(schema_find.image, "newest", lambda *_: None)
    assert {hit["table"] for hit in orb("find", "line")["hits"]} == {"public.line"}


def test_finding_says_where_the_tables_are_missing(empty_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", empty_database)
    told = CliRunner().invoke(app, ["schema", "find", "line"])
    assert (told.exit_code, told.stdout) == (1, "")
    assert "system_schema_image" in " ".join(told.stderr.split())
