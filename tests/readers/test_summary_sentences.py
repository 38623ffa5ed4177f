"""A sentence of a reader's summary says no more, and nothing else, than the words that it cites."""

from datetime import UTC, datetime

import pytest

from lib.context.engine.cited import Cited, unsupported_sentence

SENT = datetime(2026, 11, 20, 10, tzinfo=UTC)


def why_not(sentence: str, *words: str) -> str:
    """Why a sentence may not stand on the words of one fact each; empty where it may."""
    cites = [Cited(f"fact {number}", ((text, SENT),)) for number, text in enumerate(words, 1)]
    return unsupported_sentence(sentence, cites, ["Anna Berg"])


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("Wants to sell the house.", "Prefers e-mail."),
        ("Lives in Rome.", "My sister lives in Rome."),
        ("She is vegan.", "She is vegetarian."),
        ("Is happy with the service.", "I am unhappy with the service."),
        ("Moves to Berlin next year.", "We might move to Berlin next year."),
        ("Is late on Monday.", "I may be late on Monday."),
        ("Zieht nach Berlin.", "Wir ziehen vielleicht nach Berlin."),
        ("Vend la maison.", "On va peut-être vendre la maison."),
        ("Venden el piso.", "A lo mejor vendemos el piso."),
        ("Vendono la casa.", "Forse vendiamo la casa."),
        ("Vendem a casa.", "Se calhar vendemos a casa."),
    ],
)
def test_what_is_cited_for_something_else_supports_no_sentence(sentence: str, words: str) -> None:
    assert why_not(sentence, words)


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("Her sister lives in Rome.", ("My sister lives in Rome.",)),
        ("May move to Berlin.", ("Wir ziehen vielleicht nach Berlin.",)),
        ("Moves to Berlin in May.", ("We move in May to Berlin.",)),
        ("Can be called after six.", ("You may call me after six.",)),
        ("Needs a flat by 1 May.", ("We need a flat by 1 May, the lease ends then.",)),
        ("Looks for a two-bedroom flat in Lisbon and prefers e-mail.", ("Two bedrooms in Lisbon.", "Prefers e-mails.")),
        ("Eats no meat.", ("Ich esse kein Fleisch.",)),
    ],
)
def test_what_its_words_say_may_stand(sentence: str, words: tuple[str, ...]) -> None:
    assert why_not(sentence, *words) == ""


def test_a_label_of_ours_is_said_in_other_words() -> None:
    role = Cited("fact 1", (("real estate buyer", SENT), ("I would like to buy by spring", SENT)), is_label=True)
    assert unsupported_sentence("Anna looks for a flat.", [role], ["Anna Berg"]) == ""
    assert unsupported_sentence("Anna looks for 3 flats.", [role], ["Anna Berg"])
