"""`orb schema refresh` and `orb schema check`, to the letter of what is published."""

import json
from typing import Any

import psycopg
import pytest
from typer.testing import CliRunner

from lib.cli import app

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
