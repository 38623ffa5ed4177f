"""The attacks: hostile proposals made of a case, judged by the policy alone."""

from collections import Counter
from pathlib import Path

import pytest

from lib.context.evaluate import attacks
from lib.context.evaluate.attacks import ATTACKS, attempts, changed, count
from lib.context.share import Share
from tests.evaluate.small_corpus import buyer, case


def test_each_attack_is_tried_on_every_fact_that_it_fits_and_refused(tmp_path: Path) -> None:
    tried = tuple(attempts(case(tmp_path)))
    assert count(tried) == {
        "wrong value": Share(2, 2),
        "unrelated quote": Share(2, 2),
        "restate ended": Share(1, 1),
        "stale contradiction": Share(1, 1),
        "our words": Share(1, 1),
        "another speaker": Share(1, 1),
        "wrong summary": Share(2, 2),
    }
    assert Counter(item.attack for item in tried).keys() == ATTACKS.keys()


def test_a_policy_that_takes_everything_refuses_no_attack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attacks, "_verdict", lambda *_: "applied")
    monkeypatch.setattr(attacks, "_is_dropped", lambda *_: False)
    assert {name: share.right for name, share in count(attempts(case(tmp_path))).items()} == dict.fromkeys(ATTACKS, 0)


def test_a_changed_number_stands_nowhere_in_the_message(tmp_path: Path) -> None:
    document = buyer()
    document["interactions"][0]["body"] += " I have 2 dogs, 3 cats and a flat at 12b."
    document["gold"] += [
        {**document["gold"][0], "id": "g4", "quote": {"interaction": "m1", "text": "I have 2 dogs"}},
        {**document["gold"][0], "id": "g5", "quote": {"interaction": "m1", "text": "a flat at 12b"}},
    ]
    read = case(tmp_path, document)
    assert [changed(read, gold) for gold in read.gold] == [
        "",
        "Our budget is 451,000 euros",
        "Our budget is now 501,000 euros",
        "I have 6 dogs",
        "",
    ]
