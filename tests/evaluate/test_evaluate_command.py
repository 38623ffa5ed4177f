"""`orb evaluate` from end to end: every reader, in a database that is dropped, with what goes wrong in a sentence."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from typer.testing import CliRunner, Result

from lib.cli import app
from lib.context.evaluate import corpus
from lib.context.evaluate.oracle import Oracle
from lib.context.readers.prompt import PROMPT_VERSION
from lib.embedded.server import Server
from lib.embedded.throw_away import PREFIX, throw_away_database
from lib.settings import ROOT
from tests.evaluate.small_corpus import buyer, mail, write
from tests.support.scripted_model import EMPTY_ANSWER, completion, scripted_model


@pytest.fixture(autouse=True)
def embedded(server: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The embedded server is the tests' own; nothing of an evaluation is left on it."""
    monkeypatch.setenv("ORB_HOME", str(server.home))
    before = databases(server)
    yield
    assert databases(server) == before


def databases(server: Server) -> set[str]:
    """The throw-away databases that other processes do not use."""
    with psycopg.connect(server.url_of("postgres")) as connection:
        found = connection.execute("select datname from pg_database where starts_with(datname, %s)", [PREFIX])
        return {name for (name,) in found.fetchall()}


def orb(*words: str) -> Result:
    return CliRunner().invoke(app, ["evaluate", *words])


def evaluated(folder: Path, *words: str) -> dict[str, Any]:
    result = orb("--corpus", str(folder), "--json", *words)
    assert (result.exit_code, result.stderr) == (0, "")
    document: dict[str, Any] = json.loads(result.stdout)
    return document


FIXED = ["reader", "model", "prompt_version", "cases", "facts", "endings", "wrong", "needs_reply"]
FIXED += ["tokens", "cost", "seconds"]


def test_the_local_rules_give_the_same_bytes_twice(corpus_folder: Path) -> None:
    first, second = (orb("--corpus", str(corpus_folder), "--json") for _ in range(2))
    assert first.exit_code == second.exit_code == 0
    assert first.stdout_bytes == second.stdout_bytes
    document = json.loads(first.stdout)
    assert list(document)[: len(FIXED)] == FIXED
    told = {key: document[key] for key in ("reader", "model", "prompt_version", "cases", "tokens", "cost", "seconds")}
    assert told == {
        "reader": "local rules",
        "model": None,
        "prompt_version": "1",
        "cases": 2,
        "tokens": 0,
        "cost": 0,
        "seconds": 0,
    }
    assert document["misattributed"] == 0


def test_the_oracle_finds_all_and_takes_nothing(corpus_folder: Path) -> None:
    document = evaluated(corpus_folder, "--reader", "oracle")
    assert {key: document[key] for key in ("facts", "endings", "wrong", "needs_reply", "stated", "not_ended")} == {
        "facts": {"gold": 4, "found": 4, "recall": 1.0},
        "endings": {"gold": 1, "right": 1, "recall": 1.0},
        "wrong": {"traps": 5, "taken": 0, "unlisted": 0},
        "needs_reply": {"gold": 2, "right": 2},
        "stated": {"facts": 4, "right": 4, "precision": 1.0},
        "not_ended": {"stale_alive": 0, "omitted": 0, "disputed": 0},
    }
    assert (document["misattributed"], document["refused"], document["runs"]) == (0, {}, {"all": 4, "failed": 0})
    assert {name: half["facts"] for name, half in document["halves"].items()} == {
        "development": {"gold": 3, "found": 3, "recall": 1.0},
        "held_back": {"gold": 1, "found": 1, "recall": 1.0},
    }
    assert {name: part["cases"] for name, part in document["languages"].items()} == {"de": 1, "en": 1}
    assert {name: part["cases"] for name, part in document["topics"].items()} == {"restaurant": 1}


def test_people_read_tables_with_counts_and_intervals(corpus_folder: Path) -> None:
    shown = orb("--corpus", str(corpus_folder), "--reader", "oracle").stdout
    lines = [" ".join(line.split()) for line in shown.splitlines()]
    assert "measure development held back all" in lines
    assert (
        "facts found 3 of 3, 100.0 % [43.9, 100.0] 1 of 1, 100.0 % [20.7, 100.0] 4 of 4, 100.0 % [51.0, 100.0]" in lines
    )
    assert any(line.startswith("de 1 100.0 % of 1 100.0 % of 1 - 100.0 % of 1") for line in lines)
    assert "our words the client's fact ended by our own words 1 of 1, 100.0 % [20.7, 100.0]" in lines


def reads_and_invents(body: dict[str, Any]) -> tuple[int, object]:
    """A model that notes the whole message, and one thing that nobody said."""
    request = json.loads(body["messages"][-1]["content"])
    source = request["sources"][0]
    quotes = [source["text"].split("\n\n")[-1], "Nobody wrote this sentence."]
    operations = [
        {"op": "add", "kind": "key_fact", "type": "", "fact": "", "text": quote, "reason": "",
         "evidence": [{"source": source["id"], "quote": quote}]}
        for quote in quotes
    ]  # fmt: skip
    return 200, completion({**EMPTY_ANSWER, "operations": operations})


def test_a_model_is_scored_with_what_it_took(corpus_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with scripted_model(reads_and_invents) as model:
        monkeypatch.setenv("OPENAI_BASE_URL", model.url)
        monkeypatch.setenv("ORB_MODEL", "scripted")
        monkeypatch.setenv("ORB_PRICES", "scripted=1/10")
        document = evaluated(corpus_folder, "--reader", "model")
        calls = len(model.requests)
    assert (document["reader"], document["model"], document["prompt_version"]) == ("openai", "scripted", PROMPT_VERSION)
    assert document["tokens"] == calls * 1280
    assert document["cost"] == pytest.approx(calls * (1200 + 10 * 80) / 1_000_000)
    assert document["refused"]["quote_not_found"] == 4
    assert document["misattributed"] == 0
    assert document["wrong"]["taken"] > 0


def test_a_model_that_proposes_what_is_true_scores_as_the_oracle_and_is_shown_what_was_read_before(
    corpus_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    oracles = {case.contact.name: Oracle(case) for case in corpus.load(corpus_folder)}
    shown: list[dict[str, Any]] = []

    def proposes(body: dict[str, Any]) -> tuple[int, object]:
        request = json.loads(body["messages"][-1]["content"])
        shown.append(request)
        answer = oracles[request["contact"]["name"]].read(request)
        return 200, completion({**EMPTY_ANSWER, "operations": answer.document["operations"]})

    with scripted_model(proposes) as model:
        monkeypatch.setenv("OPENAI_BASE_URL", model.url)
        found = evaluated(corpus_folder, "--reader", "model")
    monkeypatch.delenv("OPENAI_BASE_URL")
    ceiling = evaluated(corpus_folder, "--reader", "oracle")
    scores = ("facts", "endings", "wrong", "needs_reply", "stated", "not_ended", "misattributed")
    assert {key: found[key] for key in scores} == {key: ceiling[key] for key in scores}
    buyers = [request for request in shown if request["contact"]["name"] == "Ann Berg"]
    told = [[(item["author"], item["weekday"], item["read_before"]) for item in one["earlier"]] for one in buyers]
    assert told == [[], [("contact", "Monday", True)], [("contact", "Monday", True), ("us", "Tuesday", True)]]


def test_a_model_that_fails_once_is_told_and_what_it_missed_is_read_later(
    corpus_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = iter(range(100))

    def script(body: dict[str, Any]) -> tuple[int, object]:
        return (403, {"error": {"message": "no"}}) if next(calls) == 2 else reads_and_invents(body)

    with scripted_model(script) as model:
        monkeypatch.setenv("OPENAI_BASE_URL", model.url)
        result = orb("--corpus", str(corpus_folder), "--reader", "model", "--json")
    assert result.exit_code == 0
    assert "refreshes had no answer" in result.stderr
    assert json.loads(result.stdout)["runs"]["failed"] == 1


def test_a_model_that_never_answers_ends_it_after_the_first_case(
    corpus_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with scripted_model(lambda _body: (401, {"error": {"message": "no"}})) as model:
        monkeypatch.setenv("OPENAI_BASE_URL", model.url)
        result = orb("--corpus", str(corpus_folder), "--reader", "model")
        asked = len(model.requests)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "OPENAI_API_KEY" in result.stderr
    assert "Then run `orb evaluate` again." in " ".join(result.stderr.split())
    assert asked == 3


def test_what_goes_wrong_is_a_sentence_with_the_next_step(tmp_path: Path) -> None:
    document = buyer()
    document["gold"][0]["quote"]["text"] = "I am allergic to milk"
    write(tmp_path / "wrong", "case", document)
    (tmp_path / "empty").mkdir()
    (tmp_path / "list.json").write_text("[]", "utf-8")
    (tmp_path / "text.json").write_text("{", "utf-8")
    told = {
        ("--corpus", str(tmp_path / "none")): f"There is no folder {tmp_path / 'none'}. Name a folder",
        ("--corpus", str(tmp_path / "empty")): f"No JSON file lies in {tmp_path / 'empty'}. Name a folder",
        ("--corpus", str(tmp_path / "wrong")): "case.json is no case: gold.0.quote.text: it does not stand",
        ("--reader", "model"): "No language model is configured. Set OPENAI_API_KEY",
        ("--compare", str(tmp_path / "a"), str(tmp_path / "b")): f"{tmp_path / 'a'} cannot be read: No such file",
        ("--compare", str(tmp_path / "text.json"), "b"): "is no JSON document. Write one with",
        ("--compare", str(tmp_path / "list.json"), "b"): "is no result of an evaluation. Write one with",
    }
    for words, sentence in told.items():
        result = orb(*words)
        assert (result.exit_code, result.stdout) == (1, "")
        assert sentence.replace(" ", "") in "".join(result.stderr.split())
        assert "Traceback" not in result.stderr
    assert orb("--reader", "psychic").exit_code == 2


def test_two_results_are_compared(corpus_folder: Path, tmp_path: Path) -> None:
    files = tmp_path / "local.json", tmp_path / "oracle.json"
    for file, reader in zip(files, ("local", "oracle"), strict=True):
        file.write_text(json.dumps(evaluated(corpus_folder, "--reader", reader)), "utf-8")
    shown = orb("--compare", *map(str, files))
    assert shown.stdout.splitlines()[0].split() == ["measure", "before", "after", "points", "change"]
    document = json.loads(orb("--compare", *map(str, files), "--json").stdout)
    assert document[0]["measure"] == "facts found"
    assert document[0]["after"] == {"right": 4, "of": 4}


def test_the_sites_database_is_not_even_opened(corpus_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:9/none")
    assert evaluated(corpus_folder)["cases"] == 2


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM], ids=lambda sent: sent.name)
def test_an_interrupted_evaluation_leaves_no_database(tmp_path: Path, server: Server, sent: signal.Signals) -> None:
    document = buyer()
    document["interactions"] += [mail(f"n{day}", "contact", day, f"Word {day}.") for day in range(6, 30)]
    for number in range(40):
        write(tmp_path, f"case_{number}", document)
    words = [sys.executable, "-m", "lib.cli", "evaluate", "--corpus", str(tmp_path)]
    with subprocess.Popen(words, cwd=ROOT, env=dict(os.environ), stderr=subprocess.PIPE, stdout=subprocess.PIPE) as orb:
        while f"{PREFIX}{orb.pid}" not in databases(server):
            assert orb.poll() is None
            time.sleep(0.02)
        orb.send_signal(sent)
        said, told = orb.communicate(timeout=60)
    assert (orb.returncode != 0, said) == (True, b"")
    assert b"Traceback" not in told
    assert f"{PREFIX}{orb.pid}" not in databases(server)


def test_what_a_killed_evaluation_left_is_dropped_by_the_next(server: Server) -> None:
    left = f"{PREFIX}999999999"
    with psycopg.connect(server.url_of("postgres"), autocommit=True) as connection:
        connection.execute(f"create database {left}")
    with throw_away_database(server.home):
        assert left not in databases(server)
