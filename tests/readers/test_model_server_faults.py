"""Whatever a model's server does: one sentence, the context untouched, everything still unread, the cost on file."""

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine, text

from lib.context.readers.openai_reader import OpenAIReader
from lib.context.refresh import refresh
from lib.database import transaction
from tests.readers.test_openai_reader import ANSWERED_BADLY, REFUSED_BY_STATUS, error
from tests.support.queue_site import NOW, Site, build
from tests.support.scripted_model import completion, scripted_model
from tests.support.scripted_reader import notes_every_source

CASES: dict[str, tuple[int, object, str]] = {
    **{name: (200, body, sentence) for name, (body, sentence) in ANSWERED_BADLY.items()},
    **{f"HTTP {code}": (code, error("no"), sentence) for code, (_slug, sentence, _calls) in REFUSED_BY_STATUS.items()},
}


@pytest.fixture
def site(database: Engine) -> Site:
    build(database)
    return Site(database)


def answer(request: dict[str, Any]) -> tuple[int, object]:
    return 200, completion(notes_every_source(json.loads(request["messages"][-1]["content"])))


def stored(site: Site) -> list[tuple[Any, ...]]:
    """All that is on file about contacts but the runs."""
    tables = ("crm_client_context", "crm_client_context_history", "crm_client_fact", "crm_context_seen")
    with transaction(site.database) as connection:
        return [tuple(row) for table in tables for row in connection.execute(text(f"select * from {table}"))]


def ask(site: Site, contact_id: UUID, script: Callable[[dict[str, Any]], tuple[int, object]]) -> Any:
    with scripted_model(script) as server:
        reader = OpenAIReader("scripted-model", server.url, deadline=20)
        return refresh(site.database, contact_id, reader=reader, now=NOW)


@pytest.mark.parametrize("case", CASES)
def test_a_failed_answer_changes_nothing_and_the_next_good_one_reads_everything(site: Site, case: str) -> None:
    status, body, sentence = CASES[case]
    contact_id = site.contact()
    site.interaction(contact_id, 500, body="The garden has a pond.")
    assert ask(site, contact_id, answer).status == "saved"
    site.interaction(contact_id, 100, body="The house has a red door.")
    before = stored(site)
    outcome = ask(site, contact_id, lambda _request: (status, body))
    assert outcome.status == "failed"
    assert str(outcome.error).startswith(sentence)
    assert stored(site) == before
    with transaction(site.database) as connection:
        runs = connection.execute(text("select status, error, prompt_tokens from crm_context_run order by run_id desc"))
        recorded = runs.first()
    assert recorded is not None
    assert (recorded.status, recorded.error) == ("failed", outcome.error)
    assert recorded.prompt_tokens == (1200 if isinstance(body, dict) and "usage" in body else None)
    again = ask(site, contact_id, answer)
    assert (again.status, [verdict.operation.text for verdict in again.verdicts]) == (
        "saved",
        ["The house has a red door."],
    )


@pytest.mark.parametrize("wrapped", ["```json\n{}\n```", "<think>Well {now}.</think>\n{}"], ids=["fence", "thoughts"])
def test_wrapping_around_a_good_answer_does_no_harm(site: Site, wrapped: str) -> None:
    contact_id = site.contact()
    site.interaction(contact_id, 500, body="The garden has a pond.")

    def script(request: dict[str, Any]) -> tuple[int, object]:
        document = notes_every_source(json.loads(request["messages"][-1]["content"]))
        return 200, completion(wrapped.replace("{}", json.dumps(document)))

    assert [verdict.verdict for verdict in ask(site, contact_id, script).verdicts] == ["applied"]
