"""A draft that the configured model writes: from the brief alone, checked at once, kept as a run, never as a fact."""

import json
from decimal import Decimal

import pytest
from sqlalchemy import Engine
from typer.testing import CliRunner

from lib.cli import app
from lib.context.draft_reply import NoWriter, draft_reply
from lib.context.readers.contract import ReaderFailed
from lib.context.readers.reply_writer import INSTRUCTIONS, ReplyWriter
from lib.context.store import reads
from lib.context.store.sources import reading
from tests.support.scripted_model import completion, scripted_model
from tests.support.site import ANNA

DRAFT = "Hello Anna,\nwith your budget of 700k I have offers for you."


def runs(database: Engine) -> list[tuple[str, str, str | None, int | None]]:
    with database.connect() as connection:
        rows = connection.exec_driver_sql(
            "select trigger, status, proposals #>> '{reply, text}', prompt_tokens from crm_context_run "
            "where trigger = 'reply' order by run_id"
        )
        return [tuple(row) for row in rows]  # type: ignore[misc]


def test_a_draft_comes_from_the_brief_alone_is_checked_and_kept_as_a_run(story: Engine) -> None:
    with reading(story) as connection:
        before = reads.facts(connection, ANNA)
    with scripted_model(DRAFT) as model:
        writer = ReplyWriter("scripted", base_url=model.url, prices={"scripted": (Decimal(1), Decimal(2))})
        made = draft_reply(story, ANNA, writer=writer, actor="Tom", thread="The flat")
        (asked,) = model.requests
    system, user = asked["messages"]
    assert (system["content"], "response_format" in asked) == (INSTRUCTIONS, False)
    document = json.loads(user["content"])
    assert list(document) == ["brief"]
    assert document["brief"].startswith('# Before you reply to "Anna Berg"')
    assert (made.text, made.tokens, made.cost, made.model) == (DRAFT, 1280, Decimal("0.00136"), "scripted")
    assert [(mark.kind, mark.words) for mark in made.checked.marks] == [("not on file", "700k")]
    assert runs(story)[-1] == ("reply", "drafted", DRAFT, 1200)
    with reading(story) as connection:
        assert reads.facts(connection, ANNA) == before


def test_a_model_that_fails_is_recorded_and_said(story: Engine) -> None:
    with scripted_model(lambda _request: (500, {"error": {"message": "broken"}})) as model:
        writer = ReplyWriter("scripted", base_url=model.url)
        with pytest.raises(ReaderFailed):
            draft_reply(story, ANNA, writer=writer, actor="Tom", thread="The flat")
    assert runs(story)[-1] == ("reply", "not drafted", None, None)


@pytest.mark.parametrize("text", ["", " \n ", "```\n\n```"])
def test_an_empty_answer_is_no_draft(story: Engine, text: str) -> None:
    with scripted_model(lambda _request: (200, completion(text))) as model:
        writer = ReplyWriter("scripted", base_url=model.url)
        with pytest.raises(ReaderFailed, match="answered with nothing"):
            draft_reply(story, ANNA, writer=writer, actor="Tom", thread="The flat")
    assert runs(story)[-1][:3] == ("reply", "not drafted", None)


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        ((500, {}), "The model's server failed (HTTP 500). Nothing was drafted; try again."),
        ((401, {}), "The model's server refused the key. Nothing was drafted; correct OPENAI_API_KEY."),
        (
            (200, completion(None, refusal="I cannot.")),
            "The model declined to answer. Nothing was drafted; look at what it was given, or choose another model.",
        ),
        (
            (200, completion("<think>What may she want")),
            "The model thought aloud and never came to its answer. Nothing was drafted; allow the model a longer answer"
            " or choose another.",
        ),
        (
            (400, {"error": {"message": "maximum context length"}}),
            "What was to be read is too long for the model. Nothing was drafted; choose a model with a longer context"
            " in ORB_MODEL.",
        ),
    ],
    ids=["broken", "no key", "refused", "only thoughts", "too long"],
)
def test_a_failed_draft_says_what_is_so_of_a_draft(story: Engine, reply: tuple[int, object], words: str) -> None:
    with scripted_model(lambda _request: reply) as model, pytest.raises(ReaderFailed) as caught:
        draft_reply(story, ANNA, writer=ReplyWriter("scripted", base_url=model.url), actor="Tom", thread="The flat")
    assert str(caught.value) == words


def test_what_a_model_thinks_before_its_draft_is_no_draft(story: Engine) -> None:
    with scripted_model(f"<think>She asks for flats.</think>\n\n{DRAFT}") as model:
        made = draft_reply(story, ANNA, writer=ReplyWriter("scripted", base_url=model.url), actor="Tom")
    assert made.text == DRAFT


def test_a_fence_around_a_draft_is_taken_off(story: Engine) -> None:
    with scripted_model(lambda _request: (200, completion(f"```\n{DRAFT}\n```"))) as model:
        made = draft_reply(story, ANNA, writer=ReplyWriter("scripted", base_url=model.url), actor="Tom")
    assert made.text == DRAFT


def test_without_a_model_it_says_so_and_offers_the_brief(story: Engine, story_url: str) -> None:
    with pytest.raises(NoWriter):
        draft_reply(story, ANNA, writer=None, actor="Tom")
    nothing = {"DATABASE_URL": story_url, "OPENAI_API_KEY": "", "OPENAI_BASE_URL": ""}
    told = CliRunner(env=nothing).invoke(app, ["context", "reply", str(ANNA), "--thread", "The flat"])
    assert (told.exit_code, told.stdout) == (1, "")
    assert "`orb context brief`" in told.stderr


def test_the_command_prints_the_draft_with_its_check(story: Engine, story_url: str) -> None:
    with scripted_model(DRAFT) as model:
        env = {"DATABASE_URL": story_url, "OPENAI_BASE_URL": model.url, "ORB_MODEL": "scripted"}
        told = CliRunner(env=env).invoke(app, ["context", "reply", str(ANNA), "--thread", "The flat", "--json"])
    document = json.loads(told.stdout)
    assert (document["draft"], document["tokens"]) == (DRAFT, 1280)
    assert document["check"]["counts"]["not on file"] == 1
