"""How much of what people say in six languages the local rules find, and that they take nothing else."""

import tomllib
from pathlib import Path

import pytest

from lib.context.model import KINDS
from lib.context.readers.local_voice import valence
from tests.readers.test_local_rules import proposals, read, source

VOICES = {
    path.stem: tomllib.loads(path.read_text("utf-8")) for path in Path(__file__).with_name("voices").glob("*.toml")
}
FOUND, ENDED = 0.95, 0.70
"""Shares of the statements and of the endings that are found at least, in each language."""


def lines(language: str, key: str) -> list[str]:
    return [line for line in VOICES[language][key].splitlines() if line]


def quotes(words: str) -> list[str]:
    """The words of what is proposed, but for promises, which state nothing of how things are."""
    proposed = read(source(words))["operations"]
    return [item["evidence"][0]["quote"] for item in proposed if not KINDS[item["kind"]].is_promise]


def is_found(words: str) -> bool:
    return any(quote in words and 2 * len(quote) >= len(words) for quote in quotes(words))


def is_ended(pair: str) -> bool:
    before, after = pair.split(" => ")
    return ("contradict", "f1") in [(op, fact) for op, fact, _ in proposals(source(after), facts=(before,))]


@pytest.mark.parametrize("language", sorted(VOICES))
def test_most_plain_statements_are_found(language: str) -> None:
    said = lines(language, "statements")
    missed = [words for words in said if not is_found(words)]
    assert len(missed) <= (1 - FOUND) * len(said), missed


@pytest.mark.parametrize("language", sorted(VOICES))
def test_what_is_no_statement_of_the_writer_is_left(language: str) -> None:
    assert [words for words in lines(language, "traps") if quotes(words)] == []


@pytest.mark.parametrize("language", sorted(VOICES))
def test_most_words_that_end_something_end_it(language: str) -> None:
    pairs = lines(language, "endings")
    missed = [pair for pair in pairs if not is_ended(pair)]
    assert len(missed) <= (1 - ENDED) * len(pairs), missed


@pytest.mark.parametrize("language", sorted(VOICES))
def test_what_is_about_something_else_ends_nothing(language: str) -> None:
    assert [pair for pair in lines(language, "goes_on") if is_ended(pair)] == []


@pytest.mark.parametrize("language", sorted(VOICES))
def test_anger_and_scorn_are_told_from_joy(language: str) -> None:
    assert [words for words in lines(language, "angry") if valence(words) >= 0] == []
    assert [words for words in lines(language, "glad") if valence(words) <= 0] == []
