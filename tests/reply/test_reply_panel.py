"""The box for a draft on the client's page, and the command: they say what the check says, and nothing is kept."""

import json
from pathlib import Path

import pytest
from sqlalchemy import Engine
from typer.testing import CliRunner

from lib.cli import app
from tests.support.client_pages import Open, html
from tests.support.client_story import EVIL
from tests.support.scripted_model import scripted_model
from tests.support.site import ANNA

DRAFT = f"Hello Anna, your budget of 700k is noted. {EVIL}"


def test_a_draft_on_the_page_is_marked_and_escaped(story: Engine, open_client: Open) -> None:
    page = open_client(contact=ANNA, thread="The flat")
    page.toggle(key="brief_open").set_value(True).run()
    page.text_area[0].set_value(DRAFT).run()
    shown = html(page)
    assert '<mark title="Not on file: on file: Budget is 650k.">700k</mark>' in shown
    assert "The question &#34;Could you send offers?&#34; is not answered" in shown
    assert "<img" not in shown
    page.text_area[0].set_value("").run()
    assert "700k" not in html(page)


def test_a_draft_of_a_megabyte_is_taken_and_its_beginning_checked(story: Engine, open_client: Open) -> None:
    page = open_client(contact=ANNA, thread="The flat")
    page.toggle(key="brief_open").set_value(True).run()
    page.text_area[0].set_value("Your budget of 700k is noted. " * 35_000).run()
    shown = html(page)
    assert page.text_area[0].proto.max_chars == 0
    assert "The first 20,000 of 1,050,000 characters are checked" in shown
    assert len(shown) < 500_000


def test_the_command_tells_people_and_programs_what_the_check_says(
    story: Engine, story_url: str, tmp_path: Path
) -> None:
    draft = tmp_path / "draft.txt"
    draft.write_text("Your budget of 700k is noted.", "utf-8")
    options = ["context", "reply", str(ANNA), "--thread", "The flat", "--text"]
    environment = {"DATABASE_URL": story_url}
    told = CliRunner(env=environment).invoke(app, [*options, str(draft)])
    assert told.stdout.splitlines() == [
        'unanswered: the question "Could you send offers?" is not answered',
        'unanswered: the question "Is the garden flat still free?" is not answered',
        'not on file: "700k"; on file: Budget is 650k.',
        "1 sentence, 0 with something on file behind them. Nothing was sent.",
    ]
    piped = CliRunner(env=environment).invoke(app, [*options, "-", "--json"], input=draft.read_text("utf-8"))
    document = json.loads(piped.stdout)
    assert document["counts"] == {"not on file": 1, "unanswered": 2}
    assert document["sentences"][0]["marks"][0]["words"] == "700k"
    missing = CliRunner(env=environment).invoke(app, [*options, str(tmp_path / "none.txt")])
    assert (missing.exit_code, missing.stdout) == (1, "")
    assert missing.stderr.startswith("The draft cannot be read.") or "No such file" in missing.stderr


def test_the_button_has_the_model_write_a_draft_which_is_marked_at_once(
    story: Engine, open_client: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    with scripted_model(f"Your budget of 700k is noted. {EVIL}") as model:
        monkeypatch.setenv("OPENAI_BASE_URL", model.url)
        page = open_client(contact=ANNA, thread="The flat")
        page.toggle(key="brief_open").set_value(True).run()
        page.button(key="draft_reply").click().run()
        assert len(model.requests) == 1
    assert page.text_area[0].value == f"Your budget of 700k is noted. {EVIL}"
    shown = html(page)
    assert '<mark title="Not on file: on file: Budget is 650k.">700k</mark>' in shown
    assert "<img" not in shown
    assert any("Nothing was sent" in caption.value for caption in page.caption)
    with story.connect() as connection:
        kept = connection.exec_driver_sql("select count(*) from crm_context_run where trigger = 'reply'").scalar()
    assert kept == 1
