"""A draft on a database like Supabase's, from its first word to its landing: who may do what, and reads alone."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import conninfo, sql
from typer.testing import CliRunner

from lib.cli import app
from lib.embedded import server as embedded
from lib.schema.drafts.statements import tokens
from tests.drafts.conftest import as_explorer
from tests.support.schemas.servers_and_scripts import SCHEMAS, load

OURS = """
alter default privileges for role postgres in schema public revoke all on tables from anon, authenticated;
create table public.profile (id uuid primary key references auth.users, name text);
alter table public.profile enable row level security;
create policy own on public.profile for select to authenticated using (auth.uid() = id);
grant select on public.profile to authenticated;
grant usage on schema public to anon, authenticated, service_role;
"""
DRAFT = """
create table public.closed (id int primary key);
create table public.open (id int primary key, owner uuid references auth.users);
grant select, insert on public.open to anon;
create table public.guarded (id int primary key, owner uuid default auth.uid());
alter table public.guarded enable row level security;
grant select on public.guarded to authenticated;
grant update on public.profile to authenticated;
"""
LOGGED = re.compile(r"^[^\t].*? LOG:  (?:statement|execute [^:]*): (.*(?:\n\t.*)*)", re.MULTILINE)
READS = {
    *("select", "with", "begin", "commit", "rollback", "savepoint", "release", "set", "show", "reset", "deallocate")
}


@pytest.fixture
def explored(create_database: Callable[[], str]) -> str:
    """The address of a database with Supabase's schemas and a few tables of our own."""
    if not SCHEMAS.is_dir():
        pytest.skip("the real schemas do not lie beside the checkout")
    url = load(create_database(), SCHEMAS / "supabase.sql")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(OURS.encode())
    return url


def log_all(url: str, level: str) -> None:
    """Have the server write down every statement of new sessions in a database, or none."""
    name = sql.Identifier(str(conninfo.conninfo_to_dict(url)["dbname"]))
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.SQL("alter database {} set log_statement = {}").format(name, level))


def first_words(log: str) -> set[str]:
    """The first word of every statement that a log holds."""
    words = set()
    for text in LOGGED.findall(log):
        is_first, depth = True, 0
        for token in tokens(text.replace("\n\t", "\n")):
            words |= {token.word} if is_first else set()
            depth += (token.sign == "(") - (token.sign == ")")
            is_first = token.sign == ";" and depth == 0
    return words


def test_the_matrix_is_told_by_role_and_the_explored_database_is_only_read(
    database_url: str, explored: str, server: embedded.Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("SCHEMA_DATABASE_URL", as_explorer(explored))
    log = server.home / "server.log"

    def orb(*words: str, given: str = "") -> Any:
        told = CliRunner().invoke(app, [*words, "--json"], input=given)
        assert told.exit_code == 0, told.output
        return json.loads(told.stdout)

    log_all(explored, "all")
    written = log.stat().st_size
    orb("schema", "refresh")
    orb("draft", "new", "Open and closed", "--sql", "-", "--author", "Tom", given=DRAFT)
    report = orb("draft", "check", "1")
    kinds = orb("draft", "show", "1")["check"]
    assert kinds == report
    accepted = [word for kind in ("open_access", "unfaithful_shadow", "no_way_back") for word in ("--accept", kind)]
    orb("draft", "approve", "1", "--by", "Ann", *accepted)
    files = orb("draft", "export", "1", "--to", str(tmp_path))["files"]
    log_all(explored, "none")
    with psycopg.connect(explored, autocommit=True) as connection:
        connection.execute((tmp_path / files[0]).read_bytes())
    log_all(explored, "all")
    orb("schema", "refresh")
    assert orb("draft", "list")["drafts"][0]["state"] == "landed"

    heard = log.read_bytes()[written:].decode()
    heard = "\n".join(line for line in heard.splitlines() if "set log_statement = " not in line)  # our own
    assert {"select", "begin"} <= first_words(heard) <= READS
    matrix = {(item["table"], item["role"]): (item["before"], item["after"]) for item in report["access"]}
    none: list[str] = []
    assert {key: cell for key, cell in matrix.items() if key[1] != "service_role"} == {
        ("public.closed", "anon"): (None, none),
        ("public.closed", "authenticated"): (None, none),
        ("public.guarded", "anon"): (None, none),
        ("public.guarded", "authenticated"): (None, ["select"]),
        ("public.open", "anon"): (None, ["select", "insert"]),
        ("public.open", "authenticated"): (None, none),
        ("public.profile", "authenticated"): (["select"], ["select", "update"]),
    }
    meanings = {(item["table"], item["role"]): item["meaning"] for item in report["access"]}
    assert meanings["public.closed", "anon"] == "It cannot reach the table: the API answers with an error."
    assert meanings["public.open", "anon"] == "Row-level security is off: it reaches every row."
    assert {"rls_off:public.open", "rls_off:public.closed"} <= {item["key"] for item in report["findings"]["added"]}
