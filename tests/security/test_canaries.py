"""Words that must never come out: passwords, keys and what a client wrote, sent down every path that fails."""

import json
import logging
import subprocess
import traceback
from collections.abc import Callable, Iterator

import psycopg
import pytest
import streamlit as st
from mcp.client import Client
from sqlalchemy import Engine, make_url
from streamlit.testing.v1 import AppTest
from typer.testing import CliRunner

from lib.cli import app
from lib.context.queue.worker import worker_of
from lib.settings import ROOT, made_of
from tests.agents.agent_site import talk_here
from tests.support import site
from tests.support.scripted_model import scripted_model

SECRET = "canary-yellow-7f3a"
WORDS = "My daughter Canaria is allergic to saffron."
COMMANDS = (
    ("context", "list"),
    ("context", "drift"),
    ("worker", "--once"),
    ("migrate",),
    ("migrate", "--plan"),
    ("sources", "check"),
    ("schema", "refresh"),
    ("schema", "find", "name"),
    ("draft", "list"),
    ("token", "list"),
    ("restore", "/dev/null"),
    ("backup", "/dev/null/x"),
)
ADDRESSES = {
    "nobody listens": f"postgresql://u:{SECRET}@127.0.0.1:9/x",
    "another scheme": f"mysql://u:{SECRET}@127.0.0.1/x",
    "no address": SECRET,
    "a broken port": f"postgresql://u:{SECRET}@127.0.0.1:{SECRET}/x",
    "a broken pair": f"host=127.0.0.1 password={SECRET} {SECRET}",
    "an unknown option": f"postgresql://u:{SECRET}@127.0.0.1:9/x?{SECRET}=1",
    "no such host": f"postgresql://u:{SECRET}@nowhere.invalid/x",
}


@pytest.fixture(params=[*ADDRESSES, "a wrong password", "no such database"])
def bad_address(request: pytest.FixtureRequest, empty_database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """An address with a secret in it that leads nowhere, as both databases' setting."""
    real = make_url(empty_database)
    made = {
        "a wrong password": real.set(password=SECRET),
        "no such database": real.set(database="nowhere").update_query_dict({"application_name": SECRET}),
    }
    known = made.get(request.param)
    url = ADDRESSES[request.param] if known is None else known.render_as_string(hide_password=False)
    for name in ("DATABASE_URL", "SCHEMA_DATABASE_URL", "ORB_BACKUP_URL"):
        monkeypatch.setenv(name, url)
    monkeypatch.setenv("OPENAI_API_KEY", SECRET)
    st.cache_resource.clear()
    yield url
    st.cache_resource.clear()


def test_no_command_shows_a_secret_of_an_address_that_leads_nowhere(
    bad_address: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for words in COMMANDS:
        ended = CliRunner().invoke(app, list(words))
        raised = "".join(traceback.format_exception(*ended.exc_info)) if ended.exc_info else ""
        assert ended.exit_code == 1, words
        assert SECRET not in ended.output + raised, words
    assert SECRET not in caplog.text


def test_no_page_and_no_agent_is_shown_one(bad_address: str) -> None:
    async def asked(client: Client) -> str:
        answers = [await client.call_tool(tool, {}) for tool in ("client_due", "schema_concerns")]
        return "".join(str(answer) for answer in answers)

    opened = AppTest.from_file(str(ROOT / "lib/ui/app/router.py"), default_timeout=60)
    opened.run()
    assert not opened.exception
    assert opened.error
    assert SECRET not in "".join(str(item) for item in opened.main)
    assert SECRET not in talk_here({"DATABASE_URL": bad_address, "SCHEMA_DATABASE_URL": bad_address}, asked)


ECHOES: dict[str, Callable[[str], tuple[int, object]]] = {
    "refused": lambda said: (401, {"error": {"message": said, "type": "invalid_request_error"}}),
    "too much": lambda said: (429, {"error": {"message": said}}),
    "broken": lambda said: (500, said),
    "no answer": lambda said: (200, {"choices": [], "echo": said}),
    "no document": lambda said: (200, {"choices": [{"message": {"role": "assistant", "content": said}}]}),
}


@pytest.mark.parametrize("echo", ECHOES)
def test_a_model_server_that_says_everything_back_is_not_quoted(
    echo: str, database: Engine, database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    site.install(database)
    site.write(database, "m1", WORDS)
    logged: list[object] = []
    with scripted_model(lambda asked: ECHOES[echo](f"{SECRET} {json.dumps(asked)}")) as model:
        chosen = made_of(
            {"OPENAI_BASE_URL": model.url, "OPENAI_API_KEY": SECRET, "ORB_MODEL_DEADLINE": "20", "ORB_MODEL": "m"}
        )
        worker_of(chosen, database, log=logged.append).once()
        assert model.requests
    assert logged
    with psycopg.connect(database_url) as connection:
        errors = connection.execute("select jsonb_agg(error)::text from crm_context_run").fetchone()
        everything = connection.execute("select jsonb_agg(to_jsonb(run))::text from crm_context_run as run").fetchone()
    for told in (str(logged), str(errors), caplog.text):
        assert SECRET not in told
        assert "Canaria" not in told
    assert SECRET not in str(everything)


def test_no_command_line_of_a_process_holds_a_password(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[str] = []
    start = subprocess.Popen.__init__

    def noted(self: object, command: object, *rest: object, **how: object) -> None:
        started.append(str(command))
        start(self, command, *rest, **how)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess.Popen, "__init__", noted)
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("OPENAI_API_KEY", SECRET)
    assert CliRunner().invoke(app, ["schema", "refresh"]).exit_code == 0
    assert not [command for command in started if SECRET in command or make_url(database_url).password in command]
