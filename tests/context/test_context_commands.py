"""`orb context …` by machine: one JSON document on standard output, messages on standard error."""

import json
from datetime import datetime, timedelta, tzinfo
from typing import Any

import jsonschema
import pytest
from sqlalchemy import Engine, text
from typer.testing import CliRunner, Result

from lib.cli import app
from lib.commands import context as commands
from lib.context import readers
from lib.context.refresh import refresh
from lib.database import database_clock, transaction
from tests.support import site
from tests.support.site import ANNA, Scripted, add, answer, day
from tests.support.stored_runs import stored_runs


@pytest.fixture
def business(database: Engine, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """A business that knows one fact about one client, and has one unread mail; `orb` works on its database."""
    site.install(database)
    site.write(database, "m1", "Hello, I am vegetarian.")
    refresh(database, ANNA, reader=Scripted(answer(add("Is vegetarian.", "I am vegetarian"))), now=day(1))
    site.write(database, "m2", "By the way, I have two dogs.", at=day(2))
    monkeypatch.setenv("DATABASE_URL", database_url)
    return database


def orb(*words: str, code: int = 0) -> Result:
    result = CliRunner().invoke(app, ["context", *words])
    assert result.exit_code == code, result.output
    return result


def document(*words: str, code: int = 0) -> Any:
    return json.loads(orb(*words, code=code).stdout)


def test_show_prints_the_object_and_it_has_the_published_shape(business: Engine) -> None:
    shown = document("show", str(ANNA))
    jsonschema.validate(shown, document("json-schema"))
    assert shown["key_facts"] == ["Is vegetarian."]
    assert document("show", str(ANNA), "--version", "1") == shown


def test_history_and_facts_are_documents(business: Engine) -> None:
    assert [item["version"] for item in document("history", str(ANNA), "--json")] == [1]
    (fact,) = document("facts", str(ANNA), "--json")
    assert (fact["text"], fact["status"], fact["evidence"][0]["quote"]) == (
        "Is vegetarian.",
        "active",
        "I am vegetarian",
    )


def test_a_dry_run_prints_verdicts_in_the_published_form(business: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = Scripted(answer(add("Has two dogs.", "I have two dogs"), add("Has a cat.", "I have a cat, too")))
    monkeypatch.setattr(readers, "reader_for", lambda _settings: reader)
    done = document("refresh", str(ANNA), "--dry-run", "--json")
    assert list(done) == ["status", "version", "verdicts", "reader", "model", "tokens", "duration_ms", "error"]
    assert (done["status"], done["version"]) == ("preview", 1)
    assert [(item["verdict"], item["operation"]["text"]) for item in done["verdicts"]] == [
        ("applied", "Has two dogs."),
        ("rejected", "Has a cat."),
    ]


def test_a_refresh_and_an_erasure_are_dated_by_the_databases_clock(
    business: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Slow(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return datetime.now(tz) - timedelta(hours=1)

    monkeypatch.setattr(commands, "datetime", Slow)
    monkeypatch.setattr(readers, "reader_for", lambda _settings: Scripted())
    assert document("refresh", str(ANNA), "--json")["status"] == "saved"
    with transaction(business) as connection:
        run = stored_runs(connection, ANNA)[0]
        assert database_clock(connection) - run.started_at < timedelta(minutes=30)
    document("erase", str(ANNA), "--yes", "Anna Berg", "--json")
    with transaction(business) as connection:
        erased_at = connection.execute(text("select erased_at from crm_context_erasure")).scalar_one()
        assert database_clock(connection) - erased_at < timedelta(minutes=30)


def test_erasing_needs_the_name(business: Engine) -> None:
    assert "not the person's name" in orb("erase", str(ANNA), "--yes", "Ben", code=1).stderr
    done = document("erase", str(ANNA), "--yes", "Anna Berg", "--json")
    assert done["erased"]["facts"] == 1
    assert "public.site_interaction" in done["source_tables"]
    assert "Nothing is known" in orb("show", str(ANNA), code=1).stderr


def test_a_contact_that_is_no_id_is_wrong_usage(business: Engine) -> None:
    orb("show", "Anna", code=2)


def test_an_erased_contact_is_one_clear_line_until_somebody_begins_anew(
    business: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readers, "reader_for", lambda _settings: Scripted())
    document("erase", str(ANNA), "--yes", "Anna Berg", "--json")
    with transaction(business) as connection:
        today = f"{database_clock(connection):%-d %b %Y}"
    line = (
        f"Nothing is known about this client yet. The person was erased on {today}. What the site's own tables hold is"
        " not told until `orb context refresh` begins anew."
    )
    for command in ("show", "history", "facts", "diff --from 1 --to 2", "brief", "reply --text -"):
        name, *options = command.split()
        result = orb(name, str(ANNA), *options, code=1)
        assert (result.stdout, result.stderr.splitlines()) == ("", [line]), command
    assert document("refresh", str(ANNA), "--json")["status"] == "saved"
    assert document("show", str(ANNA), "--json")["contact_id"] == str(ANNA)


@pytest.mark.parametrize(
    "command", ["show", "history", "facts", "diff --from 1 --to 2", "refresh", "brief", "reply --text -"]
)
def test_an_unknown_contact_is_one_clear_line(business: Engine, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    monkeypatch.setattr(readers, "reader_for", lambda _settings: Scripted())
    name, *options = command.split()
    nobody = str(ANNA)[:-1] + "9"
    result = orb(name, nobody, *options, code=1)
    assert result.stdout == ""
    lines = [line for line in result.stderr.splitlines() if line != "collecting …"]
    assert lines == [f"There is no contact {nobody}. Look it up with `orb context list`."]
