"""Exceptions, conditions and doubts: for every word of the table, what it leaves out or leaves open is not stated."""

import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lib.context.evidence.grounding import unsupported
from lib.context.evidence.polarity import same_polarity
from lib.context.evidence.stated.cuts import turns
from lib.context.text import languages
from lib.context.text.languages import shared_languages
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


@pytest.mark.parametrize(
    ("text", "body", "quote"),
    [
        ("Eats mussels", "We eat everything except, of course, mussels.", "mussels."),
        ("Wants a sauna", "We do not, under any circumstances, want a sauna.", "want a sauna"),
        ("Wants a sauna", "We never – and I mean that – want a sauna.", "want a sauna"),
        ("Isst Muscheln", "Wir essen alles außer, natürlich, Muscheln und Krebse.", "Muscheln"),
        ("Mange des moules", "Nous mangeons de tout sauf, bien sûr, des moules.", "des moules"),
        ("Come mejillones", "Comemos de todo excepto, claro, mejillones.", "mejillones"),
        ("Mangia cozze", "Mangiamo tutto tranne, ovviamente, le cozze.", "le cozze"),
        ("Come mexilhão", "Comemos tudo exceto, claro, mexilhão.", "mexilhão"),
        ("Wants a cellar", "We do not want a sauna, a cellar or an attic.", "a cellar"),
        ("Wants an attic", "We do not want a sauna, a cellar or an attic.", "an attic"),
        ("Wants an attic", "We do not want a sauna, a cellar and an attic.", "an attic"),
        ("Will einen Dachboden", "Wir wollen keine Sauna, Keller oder Dachboden.", "Dachboden"),
        ("Veut une cave", "Nous ne voulons pas de sauna, de cave ni de grenier.", "de cave"),
        ("Quiere sótano", "No queremos, por supuesto, sauna, sótano o desván.", "sótano"),
        ("Vuole una cantina", "Non vogliamo una sauna, una cantina o una soffitta.", "una cantina"),
        ("Quer uma cave", "Não queremos sauna, cave ou sótão.", "cave"),
        ("Comes on Tuesday", "I cannot come on Monday, Tuesday or Friday.", "Tuesday"),
        ("Wants a cellar", "We do not want:\n- a sauna\n- a cellar\n\nThanks", "a cellar"),
        ("Wants to meet Kim at the docks", "We do not want to meet J. Kim at the docks.", "Kim at the docks"),
        ("Wants to meet Kim at the docks", "Wir wollen nicht dass A. B. Kim kommt.", "Kim kommt"),
    ],
)
def test_a_denial_holds_past_what_is_put_in_between_for_every_member_of_a_list(
    text: str, body: str, quote: str
) -> None:
    assert is_turned(body, quote)
    assert unsupported(text, [(body, SENT)]) or not shared_languages(text, body)


@pytest.mark.parametrize(
    ("text", "body", "quote"),
    [
        ("Wants a cellar", "We do not want a sauna, we want a cellar.", "we want a cellar"),
        ("Wants a cellar", "No sauna, a cellar and an attic please.", "a cellar and an attic please"),
        ("Wants a cellar", "No, we want a cellar, thanks.", "we want a cellar"),
        ("Wants a cellar", "We do not want a sauna, just a cellar and an attic.", "a cellar and an attic"),
        ("Will ein Haus", "Wir wollen keine Wohnung, sondern ein Haus.", "ein Haus"),
        ("Veut une maison", "Nous ne voulons pas d'appartement, plutôt une maison.", "plutôt une maison"),
        ("Quiere una casa", "No queremos un piso, sino una casa.", "una casa"),
        ("Vuole una casa", "Non vogliamo un appartamento, ma una casa.", "ma una casa"),
        ("Quer uma casa", "Não queremos um apartamento, mas uma casa.", "uma casa"),
        ("Vuole 95.000 euro", "È al terzo piano senza ascensore, e vorrei 95.000 euro.", "vorrei 95.000 euro"),
        ("Wants plan B", "We want plan B. We do not want plan C.", "We want plan B"),
    ],
)
def test_what_is_no_member_of_a_denied_list_is_stated(text: str, body: str, quote: str) -> None:
    assert not is_turned(body, quote)
    assert not unsupported(text, [(body, SENT)])
