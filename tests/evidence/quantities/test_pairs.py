"""What a figure counts, how often and of which whole, measured on pairs of claim and quote in six languages."""

import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lib.context.evidence.grounding import unsupported

PAIRS = tomllib.loads(Path(__file__).with_name("pairs.toml").read_text("utf-8"))
SENT = datetime(2026, 4, 2, 9, tzinfo=UTC)
SHARES = {"refused": 0.9, "kept": 0.9}
"""The share of another thing's figures that is refused, and of true claims that is kept."""


def is_refused(claim: str, quote: str) -> bool:
    return unsupported(claim, [(quote, SENT)]) != ()


@pytest.mark.parametrize("side", SHARES)
@pytest.mark.parametrize("half", ["fitted", "fresh"])
@pytest.mark.parametrize("kind", PAIRS)
def test_another_things_figure_is_refused_and_the_same_ones_kept(kind: str, half: str, side: str) -> None:
    lines = [line.split(" | ") for line in PAIRS[kind][half][side].splitlines() if line]
    wrong = [line for line in lines if is_refused(*line) != (side == "refused")]
    assert len(lines) - len(wrong) >= SHARES[side] * len(lines), wrong


@pytest.mark.parametrize(
    ("claim", "quote", "missing"),
    [
        ("There will be 40 guests.", "40 euros for the vase", ("40",)),
        ("Kommt jede Woche.", "wir kommen alle zwei Wochen", ("jede Woche",)),
        ("10 guests are vegetarian.", "3 of 10 guests are vegetarian", ("10",)),
        ("2 guests come.", "all but two guests come", ("2",)),
    ],
)
def test_what_the_quote_does_not_say_is_named(claim: str, quote: str, missing: tuple[str, ...]) -> None:
    assert unsupported(claim, [(quote, SENT)]) == missing


def test_when_something_is_once_is_no_rhythm() -> None:
    assert not is_refused("Comes in two weeks.", "we come in two weeks")
    assert is_refused("Comes every two weeks.", "we come in two weeks")
    assert not is_refused("Kommt in zwei Wochen.", "wir kommen in zwei Wochen")


MORE_SAID = [
    ("Works 20 hours a week.", "I work 20 h per week"),
    ("Guests: 40", "there will be 40 of us"),
    ("Has three children, two of age.", "two of our three children are of age"),
    ("All guests are vegetarian.", "all of our guests are vegetarians"),
    ("Half of the guests are vegetarian.", "half the guests are vegetarians"),
    ("Is no longer part of all this.", "I am no longer part of all this"),
]
MORE_NOT_SAID = [
    ("Number of guests: 40", "we have 40 chairs"),
    ("There will be 40 guests.", "call us under 0151 40 22 33 about the guests"),
    ("All guests are vegetarian.", "half the guests are vegetarians"),
    ("Alle Gäste sind Vegetarier.", "die meisten der Gäste sind Vegetarier"),
    ("Orders 200 bottles.", "200 ml in bottles"),
]


def test_labels_telephones_and_all_are_compared_by_what_they_are() -> None:
    assert [pair for pair in MORE_SAID if is_refused(*pair)] == []
    assert [pair for pair in MORE_NOT_SAID if not is_refused(*pair)] == []
