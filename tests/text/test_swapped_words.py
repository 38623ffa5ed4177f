"""A word in small letters in another's place is seen, and a statement in its own words is kept."""

import pytest

from lib.context.evidence.relatedness import says
from lib.context.text.values.swapped_words import exchanged_names, swapped_words
from tests.bench.bench_grounding import is_held
from tests.support.texts.made_claims import claims, denials, wrong_values


@pytest.mark.parametrize(
    ("text", "said", "swapped"),
    [
        ("Wants a garage.", "We want a garden for the children.", ("garage",)),
        ("Needs a garage near the house.", "What we need is a garden near the house.", ("garage",)),
        ("Is allergic to nuts.", "I am allergic to milk, by the way.", ("nuts",)),
        ("The garage should be large.", "The garden should be large, we think.", ("garage",)),
        ("Prefers the kitchen in blue.", "For the bathroom we prefer blue.", ("kitchen",)),
        ("Braucht einen Garten.", "Wir brauchen einen Balkon für die Kinder.", ("Garten",)),
        ("Demande un jardin.", "Nous demandons un balcon pour les enfants.", ("jardin",)),
        ("Chiede un giardino.", "Chiediamo un balcone per i bambini.", ("giardino",)),
        ("Chip pays the rent.", "Steve pays the rent.", ("Chip",)),
        ("Oakland is where they live.", "We live in Berkeley.", ("Oakland",)),
        ("Lives in Rome.", "The house in Rome is too loud.", ()),
        ("Wants a garden.", "We want a garden for the children.", ()),
        ("Attended a support group.", "I went to a support group yesterday.", ()),
        ("Loves the garden.", "We like the garden very much.", ()),
        ("Wants a garden and a garage.", "A garage and a big garden are what we want.", ()),
        ("Stays for 2 weeks.", "We stay 14 days.", ()),
        ("Moves on 3 May.", "We move on the third of May.", ()),
        ("Wants a garage.", "Wir brauchen einen Garten.", ()),
        ("Lives in Rome.", "We live in Milan.", ()),
    ],
)
def test_a_word_in_the_place_of_another_is_seen(text: str, said: str, swapped: tuple[str, ...]) -> None:
    assert swapped_words(text, said) == swapped


def test_made_statements_are_kept_and_with_another_value_refused() -> None:
    assert [claim for claim in claims() if not is_held(claim.text, claim.said)] == []
    pairs = list(wrong_values())
    assert sum(is_held(*pair) for pair in pairs) <= 0.03 * len(pairs)


def test_nothing_is_said_again_by_its_denial() -> None:
    assert [(text, quote) for text, quote in denials() if says(text, [quote]) != "no"] == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Carla pays for Ben at the dinner.", "Ben pays for Carla at the dinner."),
        ("Marta cuida al gato de Hugo.", "Hugo cuida al gato de Marta."),
        ("Chloé garde les enfants de Hugo.", "Hugo garde les enfants de Chloé."),
    ],
)
def test_two_names_with_the_same_words_between_them_are_not_exchanged(text: str, said: str) -> None:
    assert exchanged_names(text, said) != ()
    assert exchanged_names(text, text) == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Carla and Ben come.", "Ben and Carla come."),
        ("Carla is paid by Ben.", "Ben pays for Carla."),
        ("Carla pays for Ben.", "Ben pays for Carla, and Carla pays for Ben."),
        ("Carla pays.", "Carla pays for Ben."),
    ],
)
def test_names_in_another_order_that_says_the_same_are_kept(text: str, said: str) -> None:
    assert exchanged_names(text, said) == ()
