"""Letters that case makes two of, or none: words are the same whoever typed them, on whatever keyboard."""

import pytest

from lib.context.evidence.polarity import polarity
from lib.context.evidence.relatedness import says
from lib.context.text.languages import small


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("İSTANBUL", "istanbul"),
        ("KIRMIZI", "kırmızı"),
        ("DIŞARIDA", "dışarıda"),
        ("ΛΌΓΟΣ", "λόγος"),
        ("ÉTÉ", "e\u0301te\u0301"),
        ("L’ÉTÉ", "l'été"),
    ],
)
def test_small_letters_are_the_same_from_either_case_and_form(one: str, other: str) -> None:
    assert small(one) == small(other)


def test_small_letters_keep_the_length_of_a_composed_text() -> None:
    text = "İİ ıI ΟΔΟΣ Straße"
    assert (len(small(text)), small(text)) == (len(text), "ii ii οδοσ straße")


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Lives in İzmir.", "WE LIVE IN IZMIR."),
        ("Wohnt in der Hauptstraße 4.", "WIR WOHNEN IN DER HAUPTSTRASSE 4."),
        ("Wohnt in der Hauptstraße 4.", "Wir wohnen in der Hauptstrasse 4."),
    ],
)
def test_a_statement_is_said_again_in_capitals(text: str, quote: str) -> None:
    assert says(text, [quote]) == "yes"


@pytest.mark.parametrize(
    "text",
    [
        "Nao queremos vender a casa.",
        "Ja nao fumo.",
        "Frueher war das so.",
        "Alles ausser Fisch.",
        "Alles ausser Fisch!",
    ],
)
def test_a_denial_is_one_without_its_accents(text: str) -> None:
    assert polarity(text)
    assert not polarity("Ne pensi?")
