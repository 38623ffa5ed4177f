"""Concerns with their true reasons, and hidden schemas that commands, agents and pages treat alike."""

import json
from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from typer.testing import CliRunner

from lib.cli import app
from lib.mcp_server.schema_tools import schema_tools
from lib.schema import agent
from lib.schema.catalog.introspect import read
from lib.schema.changes.compare import compare
from lib.schema.concerns.rules import assign, read_rules
from lib.schema.concerns.visible import compared
from lib.schema.model import Schema
from tests.support.schemas.servers_and_scripts import FAULTS, load


@pytest.fixture(scope="module")
def explored(create_database: Callable[..., str]) -> str:
    return load(create_database(), FAULTS / "concerns.sql")


@pytest.fixture(scope="module")
def schema(explored: str) -> Schema:
    return assign(read(explored), read_rules())


def test_the_reason_for_a_concern_is_the_true_one(schema: Schema) -> None:
    reasons = {table.name: (table.concern, table.concern_rule) for table in schema.tables if table.schema == "public"}
    assert reasons == {
        "order_head": ("order", "shares the beginning order"),
        "order_line": ("order", "shares the beginning order"),
        "order_note": ("order", "shares the beginning order"),
        "order_mark": ("order", "shares the beginning order"),
        "monthly_totals": ("order", "views read order"),
        "parcel": ("order", "foreign keys tie parcel to order"),
        "stamp": ("order", "foreign keys tie stamp to parcel, which is in order"),
        "alone": ("Other", "no rule, prefix or foreign key ties it to a larger group"),
        "profile": ("Other", "no rule, prefix or foreign key ties it to a larger group"),
    }


@pytest.fixture
def orb(explored: str, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """`orb schema …` on the database; what it prints as JSON."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("SCHEMA_DATABASE_URL", explored)

    def run(*words: str) -> Any:
        result = CliRunner().invoke(app, ["schema", *words, "--json"])
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout)

    return run


def test_commands_leave_hidden_schemas_out_until_one_switch_shows_them(orb: Callable[..., Any]) -> None:
    def schemas(*words: str) -> set[str]:
        said = orb(*words)
        names = [item["schema"] for item in said.get("tables", ())]
        names += [item["table"].split(".")[0] for key in ("hits", "findings") for item in said.get(key, ())]
        return set(names)

    for command in (("export",), ("find", "email"), ("find", "id"), ("lint",)):
        assert schemas(*command) == {"public"}, command
        assert "auth" in schemas(*command, "--hidden"), command
    assert schemas("export", "--schema", "auth") == {"auth"}
    assert "auth" in schemas("export", "--table", "auth.users")
    assert "also in auth: users" not in orb("pack", "--tables", "public.order_head")["text"]
    assert "also in auth: users" in orb("pack", "--tables", "public.order_head", "--hidden")["text"]
    assert "auth.users: id* uuid" in orb("pack", "--tables", "auth.users")["text"]


def test_agents_leave_hidden_schemas_out_until_the_same_switch(schema: Schema) -> None:
    databases: Any = SimpleNamespace(schema=lambda: schema)
    tools = {tool.__name__: tool for tool in schema_tools(databases)}

    def answer(name: str, **arguments: Any) -> str:
        return json.dumps(tools[name](**arguments).structured_content)

    for name, arguments in (
        ("schema_find", {"words": "email"}),
        ("schema_concerns", {}),
        ("schema_pack", {"question": "email"}),
        ("schema_neighbourhood", {"tables": ["public.profile"]}),
    ):
        shown, everything = answer(name, **arguments), answer(name, **arguments, hidden=True)
        assert '"System"' not in shown.partition('"concerns"')[2], name
        assert "users" not in shown.replace("auth.users.id", "").replace("referred to but not here: auth.users", ""), (
            name
        )
        assert "users" in everything or '"System"' in everything, name
    assert '"buckets"' not in answer("schema_table", table="public.profile")
    assert '"email"' in answer("schema_table", table="auth.users")


def test_copies_for_agents_are_the_answers_of_the_commands(schema: Schema, orb: Callable[..., Any]) -> None:
    copied = agent.table_copy(schema, ("public", "profile"))
    assert (
        copied.splitlines()[3:]
        == orb("pack", "--tables", "public.profile", "--max-tokens", "2000")["text"].splitlines()[3:]
    )


def test_what_changed_leaves_out_the_schemas_that_are_hidden_now(schema: Schema) -> None:
    hidden = {table.schema for table in schema.tables if table.schema in schema.hidden}
    before = replace(schema, tables=(), hidden=())

    def changed(hidden: tuple[str, ...]) -> set[str]:
        return {change.table[0] for change in compare(*compared((before, schema), hidden=hidden)) if change.table}

    assert changed(()) - changed(schema.hidden) == hidden
