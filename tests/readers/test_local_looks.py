"""Facts that look like something else, and what looks like a fact: written by people who did not know the rules."""

import tomllib
from pathlib import Path

import pytest

from tests.readers.test_local_fresh import is_quoted
from tests.readers.test_local_rules import read, source

LOOKS = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in Path(__file__).with_name("looks").glob("*.toml")}
FOUND, LEFT = 0.85, 0.9
"""Shares of the facts found and of the others left in each language at least. Of others by the same writers, to which
no rule was fitted, 314 of 355 facts were found and 285 of 341 others left."""


def found(message: str) -> list[str]:
    """The quotes of the facts and promises that are read in a message."""
    return [item["evidence"][0]["quote"] for item in read(source(message))["operations"]]


@pytest.mark.parametrize("language", sorted(LOOKS))
def test_a_fact_is_found_whatever_it_looks_like(language: str) -> None:
    said = LOOKS[language]["said"]
    missed = [words for message, words in said if not is_quoted(words, found(message))]
    assert len(missed) <= (1 - FOUND) * len(said), missed


@pytest.mark.parametrize("language", sorted(LOOKS))
def test_what_only_looks_like_a_fact_is_left(language: str) -> None:
    traps = LOOKS[language]["traps"]
    taken = [words for message, words in traps if any(quote in words or words in quote for quote in found(message))]
    assert len(taken) <= (1 - LEFT) * len(traps), taken


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ("If you need it for the file: I am deaf in one ear.", ["If you need it for the file: I am deaf in one ear."]),
        ("Unless the lift works we cannot come, because my wife uses a wheelchair.", ["my wife uses a wheelchair."]),
        ("I wish it were otherwise, but we have only 900 euros a month.", ["we have only 900 euros a month."]),
        ("Your form says that I am retired, but I still work at the bakery.", ["I still work at the bakery."]),
        ("Please ring only if it is pressing, I prefer text messages.", ["I prefer text messages."]),
        ("Could you note that we are moving out on 30 June?", ["we are moving out on 30 June"]),
        ("How many are we? Three adults and a baby.", ["How many are we? Three adults and a baby."]),
        ("I'm allergic to nuts, is that a problem?", ["I'm allergic to nuts"]),
        ("How much is the deposit? 300 euros seems a lot.", []),
        ("We have a booking for eight, don't we?", []),
        ("If the price drops, we have a deal.", []),
        ("We would buy it if the bank agreed, but who knows.", []),
        ("I have three wives and a zoo. Now seriously, when can we see it?", []),
        ("As children we kept rabbits, nobody minded.", []),
        ("I ran the choir for years, but that is long behind me.", []),
        ("As I told Anna last week, we have two dogs.", ["we have two dogs."]),
        ("Allergies: nuts, sesame.", ["Allergies: nuts, sesame."]),
        ("Haustiere: ein Hund", ["Haustiere: ein Hund"]),
        ("What we need:\n- 3 bedrooms\n- max 500,000 euros", ["- 3 bedrooms", "max 500,000 euros"]),
        ("Wir hatten früher einen Garten, den haben wir verkauft.", []),
        ("We used to live in Hove, and since May we own a house in Lewes.", ["since May we own a house in Lewes."]),
        ("In Ihrem Schreiben vom 4. steht, wir hätten Skonto vereinbart.", []),
        ("My neighbour Frank is allergic to bee stings, so please put no hives by his fence.", []),
    ],
)  # fmt: skip
def test_a_sentence_is_in_earnest_from_its_last_turn_on(message: str, told: list[str]) -> None:
    assert found(message) == told
