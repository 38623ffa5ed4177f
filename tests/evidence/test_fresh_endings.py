"""What may end a fact, measured on pairs of words in six languages: most true ends are taken, and few others."""

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from tests.context.test_policy import judged, mail
from tests.support.site import add, contradict

PAIRS = tomllib.loads(Path(__file__).with_name("fresh_endings.toml").read_text("utf-8"))
TAKEN, LEFT = 0.9, 0.95
"""The shares of true ends that are taken, and of others that are left."""


def ends(before: str, after: str) -> bool:
    """Whether the client's words `after` end the fact that their words `before` gave."""
    old, new = mail("m1", before, at=1), mail("m2", after, at=5)
    fact = replace(judged((), add(before, before), read=(old,)).facts[0], id=7)
    proposal = contradict("f1", after, after)
    return judged((fact,), proposal, read=(new, old)).verdicts[0].verdict == "applied"


@pytest.mark.parametrize("name", PAIRS)
def test_true_ends_are_taken_and_what_only_stands_near_is_left(name: str) -> None:
    lines = [line.split(" | ") for line in PAIRS[name].splitlines() if line]
    wrong = [line for line in lines if ends(line[2], line[3]) != (name == "ends")]
    assert len(wrong) <= (1 - (TAKEN if name == "ends" else LEFT)) * len(lines), wrong


WANTED = [
    ("Wants a house with a garden.", "We saw a house with a pool now.", "Saw a house with a pool."),
    ("Will ein Haus mit Garten.", "Wir haben jetzt ein Haus mit Pool besichtigt.", "Hat ein Haus mit Pool besichtigt."),
    ("Veut une maison avec jardin.", "Nous avons visité maintenant une maison avec piscine.", "A visité une maison."),
    ("Quiere una casa con jardín.", "Ahora hemos visto una casa con piscina.", "Ha visto una casa con piscina."),
    ("Vuole una casa con giardino.", "Adesso abbiamo visto una casa con piscina.", "Ha visto una casa con piscina."),
    ("Quer uma casa com jardim.", "Agora vimos uma casa com piscina.", "Viu uma casa com piscina."),
]


@pytest.mark.parametrize(("wanted", "seen", "text"), WANTED)
def test_what_was_only_seen_does_not_change_what_is_wanted(wanted: str, seen: str, text: str) -> None:
    old, new = mail("m1", wanted, at=1), mail("m2", seen, at=5)
    fact = replace(judged((), add(wanted, wanted), read=(old,)).facts[0], id=7)
    verdict = judged((fact,), contradict("f1", text, seen), read=(new, old)).verdicts[0]
    assert (verdict.verdict, verdict.rule) == ("rejected", "other_subject")


@pytest.mark.parametrize(
    ("before", "after", "is_end"),
    [
        ("We have a dog.", "The dog's gone.", True),
        ("We have a car.", "The car's gone now.", True),
        ("We have a dog.", "The dog has gone for a walk.", False),
        ("We have a dog.", "The dog's gone to the vet.", False),
        ("I sing in the town choir.", "The choir sold its piano.", False),
        ("I work at the bakery.", "The bakery sold its oven.", False),
        ("I sing in the town choir.", "I left the choir.", True),
        ("We have a dog.", "The dog left hair on your sofa.", False),
    ],
)
def test_what_is_gone_ends_and_what_a_group_sold_of_its_own_does_not(before: str, after: str, is_end: bool) -> None:
    assert ends(before, after) is is_end
