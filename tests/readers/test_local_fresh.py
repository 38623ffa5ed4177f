"""How much of whole messages in six languages, several sentences each, the local rules find, and what they leave."""

import tomllib
from pathlib import Path

import pytest

from tests.readers.test_local_rules import proposals, read, source

FRESH = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in Path(__file__).with_name("fresh").glob("*.toml")}
BATCHES = [(language, batch) for language in sorted(FRESH) for batch in ("first", "second", "third")]
FOUND, RESISTED, ENDED = 0.82, 0.95, 0.55
"""Shares of the statements found, of the other sentences left, and of the endings, in each language at least."""
MARK = len("+ ")


def messages(language: str, batch: str) -> list[list[str]]:
    return [block.splitlines() for block in FRESH[language][batch].strip().split("\n\n")]


def quotes(lines: list[str]) -> list[str]:
    is_chat = not lines[0].endswith((".", "?", "!", '"', "»"))
    text = ("\n" if is_chat else " ").join(line[MARK:] for line in lines)
    answer = read(source(text, channel="sms" if is_chat else "email"))
    return [item["evidence"][0]["quote"] for item in answer["operations"]]


def is_quoted(words: str, found: list[str]) -> bool:
    """Whether a quote is a telling part of the sentence, or has it in it."""
    return any(words in quote or (quote in words and 3 * len(quote) >= len(words)) for quote in found)


def marked(language: str, batch: str, mark: str) -> list[tuple[str, list[str]]]:
    return [
        (line[MARK:], found)
        for lines in messages(language, batch)
        for found in (quotes(lines),)
        for line in lines
        if line[0] == mark
    ]


@pytest.mark.parametrize(("language", "batch"), BATCHES)
def test_most_statements_in_a_message_are_found(language: str, batch: str) -> None:
    said = marked(language, batch, "+")
    missed = [words for words, found in said if not is_quoted(words, found)]
    assert len(missed) <= (1 - FOUND) * len(said), missed


@pytest.mark.parametrize(("language", "batch"), BATCHES)
def test_what_else_stands_in_a_message_is_left(language: str, batch: str) -> None:
    others = marked(language, batch, "-")
    taken = [words for words, found in others if any(quote in words or words in quote for quote in found)]
    assert len(taken) <= (1 - RESISTED) * len(others), taken


@pytest.mark.parametrize(("language", "batch"), BATCHES)
def test_what_has_become_otherwise_ends_what_stood(language: str, batch: str) -> None:
    pairs = [line.split(" => ") for line in FRESH[language][f"{batch}_endings"].splitlines() if line]
    missed = [
        after
        for before, after in pairs
        if ("contradict", "f1") not in [(op, fact) for op, fact, _ in proposals(source(after), facts=(before,))]
    ]
    assert len(missed) <= (1 - ENDED) * len(pairs), missed


def test_each_line_of_a_text_message_is_a_sentence() -> None:
    lines = ["+ my new number is 07700 900471", "- lol no worries", "- is the flat still free"]
    assert quotes(lines) == ["my new number is 07700 900471"]


def test_a_pronoun_goes_on_with_somebody_who_lives_with_the_client() -> None:
    said = "My mother has moved in with us. She needs a bathroom on the ground floor."
    assert quotes([f"+ {said}"])[-1:] == ["She needs a bathroom on the ground floor."]
    others = "My neighbour has moved to Leeds. She needs a bathroom on the ground floor."
    assert quotes([f"+ {others}"]) == []


def test_a_sentence_without_a_subject_only_ends_what_is_on_file() -> None:
    words, before = "Un des deux chats est mort, il n'en reste qu'un.", "Nous avons deux chats."
    assert proposals(source(words)) == []
    assert proposals(source(words), facts=(before,)) == [("contradict", "f1", words)]


@pytest.mark.parametrize(
    "words",
    [
        "J'ai réfléchi tout l'été.",
        "La locataire m'écrit que le chauffage est en panne.",
        "I have been thinking about it since breakfast.",
        "Der Mieter schreibt mir, dass die Heizung kaputt ist.",
        "Ci ho pensato tutta la notte.",
        "Rentner haben bekanntlich nie Zeit.",
        "Ah, les enfants.",
        "I'm not allergic to nuts.",
        "My budget had been 300,000 back then.",
        "For ten years I commuted to Reading every day.",
        "Mon budget était de 300 000 euros en ce temps-là.",
        "Unser Budget betrug damals 300.000 Euro.",
        "Zehn Jahre lang habe ich in Augsburg gearbeitet.",
        "Hace dos veranos vinimos doce.",
    ],
)
def test_what_tells_nothing_of_the_client_is_left(words: str) -> None:
    assert quotes([f"- {words}"]) == []


@pytest.mark.parametrize(
    "words",
    [
        "We have a dog called Bruno.",
        "Our mortgage was approved.",
        "I have eaten no meat since I was a child.",
        "We wanted to tell you that our budget is 300,000 euros.",
        "Wir wollten Ihnen sagen, dass unser Budget 300.000 Euro beträgt.",
    ],
)
def test_what_is_so_is_found_beside_words_of_the_past(words: str) -> None:
    assert proposals(source(words)) == [("add", "", words)]
