"""Tokens are made once, shown once, kept as a hash; they end, and nothing else of them changes."""

import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError
from typer.testing import CliRunner

from lib.access import calls, tokens
from lib.access.calls import TooManyCalls
from lib.access.tokens import InvalidToken, NoToken
from lib.cli import app
from lib.database import read_only, transaction
from tests.support import site


@pytest.fixture
def installed(database: Engine) -> Engine:
    site.install(database)
    return database


def test_a_token_is_found_by_its_secret_until_it_ends(installed: Engine) -> None:
    made, secret = tokens.make(installed, "Ada", ["clients:read", "clients:read"], days=None, actor="Tom")
    assert (made.scopes, made.state, made.made_by) == (("clients:read",), "valid", "Tom")
    found = tokens.valid_token(installed, secret)
    assert found is not None
    assert found.token_id == made.token_id
    assert tokens.valid_token(installed, secret[:-1]) is None
    assert tokens.valid_token(installed, "\udc80") is None
    assert tokens.revoke(installed, made.token_id).state == "revoked"
    assert tokens.valid_token(installed, secret) is None
    with pytest.raises(NoToken):
        tokens.revoke(installed, made.token_id)


def test_the_secret_is_kept_nowhere(installed: Engine) -> None:
    _, secret = tokens.make(installed, "Ada", ["schema:read"], days=3, actor="Tom")
    with read_only(installed) as connection:
        kept = connection.execute(text("select to_jsonb(t)::text from system_agent_token as t")).scalars().all()
    assert all(secret not in row and secret.removeprefix("orb_") not in row for row in kept)


@pytest.mark.parametrize(
    "change",
    [
        "update system_agent_token set scopes = array['clients:read']",
        "update system_agent_token set revoked_at = null",
        "update system_agent_token set expires_at = null",
        "delete from system_agent_token",
        "truncate system_agent_token cascade",
        "update crm_agent_call set tool = 'other'",
        "update crm_agent_call set failed = null",
        "delete from crm_agent_call",
        "truncate crm_agent_call",
    ],
)
def test_nothing_of_tokens_and_calls_is_changed_or_forgotten(installed: Engine, change: str) -> None:
    made, _ = tokens.make(installed, "Ada", ["schema:read"], days=3, actor="Tom")
    tokens.revoke(installed, made.token_id)
    call = calls.begin(installed, token_id=made.token_id, tool="schema_find", contact_id=None, most=9)
    calls.end(installed, call, version=None, tokens=12, failed=False)
    with pytest.raises(IntegrityError), transaction(installed) as connection:
        connection.execute(text(change))


@pytest.mark.parametrize("has_token", [True, False])
def test_calls_that_come_at_once_are_limited_like_those_that_come_one_by_one(
    installed: Engine, *, has_token: bool
) -> None:
    token_id = tokens.make(installed, "Ada", ["schema:read"], days=3, actor="Tom")[0].token_id if has_token else None

    def ask(_: int) -> int:
        with suppress(TooManyCalls):
            calls.begin(installed, token_id=token_id, tool="schema_find", contact_id=None, most=3)
            return 1
        return 0

    slow = "create function slow() returns trigger language plpgsql as 'begin perform pg_sleep(0.1); return new; end'"
    with transaction(installed) as connection:  # so that all of them count before one of them counts
        connection.execute(text(slow))
        connection.execute(
            text("create trigger slow before insert on crm_agent_call for each row execute function slow()")
        )
    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(ask, range(8))) == 3


@pytest.mark.parametrize(
    ("name", "scopes"), [("", ["schema:read"]), ("x" * 101, ["schema:read"]), ("Ada", []), ("Ada", ["all"])]
)
def test_what_is_no_token_is_refused_with_what_to_do(installed: Engine, name: str, scopes: list[str]) -> None:
    with pytest.raises(InvalidToken) as refused:
        tokens.make(installed, name, scopes, days=None, actor="Tom")
    assert refused.value.next_step


def test_the_commands_make_list_and_revoke(
    installed: Engine, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)

    def orb(*words: str) -> tuple[int, str]:
        result = CliRunner().invoke(app, ["token", *words])
        return result.exit_code, result.stdout

    code, made = orb("new", "Ada", "--scope", "clients:read", "--scope", "clients:propose", "--days", "30", "--json")
    document = json.loads(made)
    assert (code, document["scopes"], document["state"]) == (0, ["clients:read", "clients:propose"], "valid")
    assert tokens.valid_token(installed, document["token"]) is not None
    assert json.loads(orb("list", "--json")[1])[0]["name"] == "Ada"
    assert "token" not in json.loads(orb("list", "--json")[1])[0]
    assert orb("revoke", str(document["token_id"]))[0] == 0
    assert orb("revoke", str(document["token_id"]))[0] == 1
    assert orb("new", "Ada", "--scope", "everything")[0] == 1
