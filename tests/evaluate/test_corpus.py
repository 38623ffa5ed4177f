"""The corpus: the cases that ship are sound, and a file that is none is told by its name and key."""

import json
from pathlib import Path
from typing import Any

import pytest

from lib.context.evaluate.case import HALVES
from lib.context.evaluate.corpus import SHIPPED, NoCorpus, WrongCase, load, load_case
from tests.evaluate.small_corpus import buyer, write

FILES = sorted(SHIPPED.rglob("*.json"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(SHIPPED).with_suffix("").as_posix())
def test_a_shipped_case_is_sound_and_lies_in_a_half_and_a_language(path: Path) -> None:
    """The loader holds every quote to stand once in its message, every ending to name an earlier fact."""
    case = load_case(path, SHIPPED)
    assert (case.half in HALVES, len(case.language)) == (True, 2)
    assert case.gold or case.traps
    assert all(len(gold.quote.text) <= 300 for gold in case.gold)


def test_the_halves_hold_as_many_cases_of_each_language() -> None:
    cases = load(SHIPPED)
    languages = {case.language for case in cases}
    counts = {half: [sum((c.half, c.language) == (half, name) for c in cases) for name in languages] for half in HALVES}
    assert counts["development"] == counts["held_back"]
    assert len({case.contact.contact_id for case in cases}) == len(cases)


def test_a_case_says_where_its_quotes_stand_and_when_what_is_on_file(corpus_folder: Path) -> None:
    first, second = load(corpus_folder)
    assert [(case.id, case.half, case.language, case.topic) for case in (first, second)] == [
        ("development/en/buyer", "development", "en", ""),
        ("held_back/de/restaurant/guest", "held_back", "de", "restaurant"),
    ]
    bodies = {item.id: item.body for item in first.interactions}
    for passage in [gold.quote for gold in first.gold] + [trap.quote for trap in first.traps]:
        assert bodies[passage.interaction][passage.start : passage.end] == passage.text
    assert first.waiting == {"flat": True}


def test_a_meeting_is_on_file_when_it_has_ended(tmp_path: Path) -> None:
    document = buyer()
    document["interactions"][0] |= {"kind": "meeting", "ended_at": "2026-03-02T11:30:00Z"}
    case = load_case(write(tmp_path, "case", document), tmp_path)
    assert case.interactions[0].changed_at.isoformat() == "2026-03-02T11:30:00+00:00"


WRONG: dict[str, tuple[Any, ...]] = {
    "gold.0.kind": ("gold", 0, "kind", "hobby"),
    "not.1.why": ("not", 1, "why", "irony"),
    "interactions.2.occurred_at": ("interactions", 2, "occurred_at", "yesterday"),
    "gold.1.quote.text: it does not stand in the body of “m1”": ("gold", 1, "quote", "text", "Our budget is a secret"),
    "not.0.quote.text: it stands more than once in the body of “m1”": ("not", 0, "quote", "text", "a"),
    "gold.1.quote.interaction: there is no interaction “m9”": ("gold", 1, "quote", "interaction", "m9"),
    "gold.2.ends: “g7” is no earlier gold fact": ("gold", 2, "ends", "g7"),
    "gold.1.ends: “g3” is no earlier gold fact": ("gold", 1, "ends", "g3"),
    "gold.1.ends: “g2” is no earlier gold fact": ("gold", 1, "ends", "g2"),
    "gold: “g1” stands twice": ("gold", 1, "id", "g1"),
    "interactions: “m2” stands twice": ("interactions", 0, "id", "m2"),
    "threads.0.thread_id: no interaction is of “house”": ("threads", 0, "thread_id", "house"),
    "contact.nickname": ("contact", "nickname", "Annie"),
}


@pytest.mark.parametrize("told", WRONG)
def test_what_is_wrong_with_a_file_is_told_with_its_key_and_the_next_step(told: str, tmp_path: Path) -> None:
    document: Any = buyer()
    *path, last, value = WRONG[told]
    place = document
    for key in path:
        place = place[key]
    place[last] = value
    file = write(tmp_path, "some/case", document)
    with pytest.raises(WrongCase) as caught:
        load(tmp_path)
    assert str(caught.value).startswith(f"{file} is no case: {told}")
    assert str(caught.value).endswith("the format stands in the README under “How well it reads”.")


@pytest.mark.parametrize("text", ["{", "[]", json.dumps({"contact": {}})])
def test_a_file_that_is_something_else_is_told_by_its_name(text: str, tmp_path: Path) -> None:
    (tmp_path / "notes.json").write_text(text, "utf-8")
    with pytest.raises(WrongCase, match=r"notes\.json is no case: "):
        load(tmp_path)


def test_a_folder_that_is_not_there_or_holds_no_case_is_told(tmp_path: Path) -> None:
    for folder, told in ((tmp_path / "none", "There is no folder"), (tmp_path, "No JSON file lies in")):
        with pytest.raises(NoCorpus, match=told):
            load(folder)
