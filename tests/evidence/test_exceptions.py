"""Exceptions, conditions and doubts: for every word of the table, what it leaves out or leaves open is not stated."""

import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lib.context.evidence.cuts import turns
from lib.context.evidence.grounding import unsupported
from lib.context.evidence.polarity import same_polarity
from lib.context.text import languages
from tests.support.texts.spelled import spelled

WRITTEN = tomllib.loads(Path(languages.__file__).with_name("language_words.toml").read_text("utf-8"))
SENT = datetime(2026, 5, 4, tzinfo=UTC)
CHOICE = {
    "en": ("We want a flat in the town", "big house near Rome", "We will have 20 guests", "There will be 30 guests."),
    "de": ("Wir suchen eine Wohnung", "großes Haus am Stadtrand", "Wir haben 20 Gäste", "Es sind 30 Gäste."),
    "fr": ("Nous voulons un studio", "une grande maison à Lyon", "Nous aurons 20 invités", "Il y aura 30 invités."),
    "es": ("Queremos un piso", "casa grande en Madrid", "Tenemos 20 invitados", "Son 30 invitados."),
    "it": ("Vogliamo un monolocale", "una casa grande a Torino", "Abbiamo 20 ospiti", "Sono 30 ospiti."),
    "pt": ("Queremos um estúdio", "casa grande em Braga", "Temos 20 convidados", "São 30 convidados."),
}
"""What somebody wants, what they do not, a count, and what another count would say."""


def words_of(name: str) -> list[tuple[str, str]]:
    """The language and each word of its list of that name."""
    found = []
    for code in languages.LANGUAGES:
        given = WRITTEN[code][name]
        patterns = [given] if isinstance(given, str) else given
        found += [(code, word) for pattern in patterns for word in spelled(languages.either_s(pattern))]
    return found


def joined(word: str, rest: str) -> str:
    """`rest` behind `word`, without a blank behind an elision."""
    return word + rest if word.endswith("'") else f"{word} {rest}"


def is_turned(body: str, quote: str) -> bool:
    """Whether the words of `body` around `quote` turn it."""
    start = body.rindex(quote)
    return turns(body, start, start + len(quote))


@pytest.mark.parametrize(("code", "word"), words_of("except"))
def test_what_a_word_excepts_is_not_stated(code: str, word: str) -> None:
    wanted, excepted, counted, other = CHOICE[code]
    body = f"{wanted} {joined(word, excepted)}."
    assert is_turned(body, excepted)
    assert not same_polarity(excepted, [body])
    if not word.endswith("'"):
        assert unsupported(other, [(f"{counted} {word} 30.", SENT)])


@pytest.mark.parametrize(("code", "word"), [*words_of("conditions"), *words_of("doubts")])
def test_what_stands_behind_a_condition_or_a_doubt_is_not_stated(code: str, word: str) -> None:
    wanted, open_one, _, _ = CHOICE[code]
    assert is_turned(f"{wanted} {word} {open_one}.", open_one)


@pytest.mark.parametrize(
    ("body", "quote"),
    [
        ("Queremos un piso en lugar de una casa en Madrid.", "una casa en Madrid"),
        ("Wir suchen eine Wohnung anstelle eines Hauses am Stadtrand.", "eines Hauses am Stadtrand"),
        ("Nous voulons un studio au lieu d'une maison à Lyon.", "une maison à Lyon"),
        ("We eat everything except meat from the grill.", "meat from the grill"),
        ("We eat everything but meat from the grill.", "meat from the grill"),
        ("Trabajamos todos los días menos el lunes por la tarde.", "el lunes por la tarde"),
        ("Instead of a flat near Rome we want a house.", "a flat near Rome"),
    ],
)
def test_what_is_left_out_is_not_quoted_alone(body: str, quote: str) -> None:
    assert is_turned(body, quote)


@pytest.mark.parametrize(
    ("body", "quote"),
    [
        ("Instead of a flat we want a house in Rome.", "we want a house in Rome"),
        ("En lugar de un piso queremos una casa en Madrid.", "queremos una casa en Madrid"),
        ("We cannot live without a garden near the house.", "a garden near the house"),
        ("Sin embargo queremos una casa en Madrid.", "queremos una casa en Madrid"),
        ("Sans doute nous voulons une maison à Lyon.", "nous voulons une maison à Lyon"),
        ("Queremos al menos una casa en Madrid.", "una casa en Madrid"),
        ("Il nostro ufficio si trova vicino a Roma.", "trova vicino a Roma"),
        ("Die Bank hat uns ohne Zweifel einen Kredit gegeben.", "einen Kredit gegeben"),
    ],
)
def test_what_is_not_left_out_is_stated(body: str, quote: str) -> None:
    assert not is_turned(body, quote)
