"""What is left out without folding it holds none of the words, in any script."""

from unittest.mock import patch

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from lib.context.evidence.quotes import correspondence
from lib.context.evidence.quotes.plain_search import PlainTexts, PlainWords
from lib.context.model import Interaction
from lib.context.text.normalize import fold, folded_words
from tests.support.site import ANNA, day

SIGNS = (
    "ab",
    "k1",
    "s",
    "9",
    " ",
    "\n>",
    ".",
    "’",
    "-",
    "é",
    "ü",
    "ß",
    "ſ",
    "ﬁ",
    "K",
    "²",
    "½",
    "ª",
    "™",
    "ı",
    "İ",
    "\u0301",
)
INVISIBLE = ("\u00ad", "\u200b", "\ufe0f", "я", "ж", "日本語", "🙂")


@given(st.lists(st.sampled_from((*SIGNS, *INVISIBLE)), max_size=12).map("".join), st.data())
@example("Our garden has 90 m² and the K is ßtrange", None)
def test_whatever_stands_in_a_folded_text_may_stand_in_its_plain_signs(text: str, data: st.DataObject | None) -> None:
    folded = fold(text).text
    words = folded.split(" ")
    first = data.draw(st.integers(0, len(words) - 1)) if data else 0
    last = data.draw(st.integers(first, len(words))) if data else len(words)
    assert list(PlainTexts((text,)).holding(PlainWords(" ".join(words[first:last])))) == [0]


@pytest.mark.parametrize(
    ("words", "text", "expected"),
    [
        ("our budget is 450,000", "> Our\n> budget is 450,000.", True),
        ("our budget is 450,000", "Our budget is 450,001.", False),
        ("our budget is 450,000", "Is our budget 450,000?", False),
        ("it's the strasse of 90 m2", "It’s the Straße of 90 m²", True),
        ("die möbel in der neuen wohnung", "Die Möbel in der neuen Wohnung", True),
        ("die möbel in der neuen wohnung", "Die Möbel in der alten Wohnung", False),
        ("the garden", "the gar\u00adden", True),
        ("the garden", "the 🙂 house", True),
        ("庭付きの家", "no such house", True),
        ("庭付きの家 with a pool", "no such house", False),
    ],
)
def test_few_texts_are_folded_in_vain(words: str, text: str, expected: bool) -> None:
    assert list(PlainTexts((text,)).holding(PlainWords(folded_words(words)))) == [0] * expected


def test_of_many_texts_those_that_may_hold_the_words_are_named_in_their_order() -> None:
    texts = ("A garden.", "", "<b>A</b> house.", "The gar\u00adden.", "No such", "words here: a garden")
    held = PlainTexts(texts).holding(PlainWords("a garden"))
    assert (list(held), list(PlainTexts(()).holding(PlainWords("a garden")))) == ([0, 2, 3, 5], [])


PIECES = st.sampled_from(
    (
        "she wrote: ",
        "We have a größe ",
        "of 90 m² ",
        "in the garden. ",
        "as you know",
        "\n> ",
        "budget is 450 ",
        "Thanks! ",
    )
)
BODIES = st.lists(PIECES, max_size=8).map("".join)


@given(st.lists(BODIES, max_size=6), BODIES)
def test_where_words_first_stood_is_the_same_of_many_texts_as_of_few(bodies: list[str], quote: str) -> None:
    mails = [
        Interaction(str(n), ANNA, "email", "in", "contact", None, None, None, body, False, day(n), None, day(n))
        for n, body in enumerate(bodies)
    ]
    of_few, of_many = correspondence.correspondence_of(mails), correspondence.correspondence_of(mails)
    for length in (len(quote), len(quote) // 2):
        words = folded_words(quote[:length])
        expected = (of_few.first_seen(words), of_few.origin(words))
        with patch.object(correspondence, "FEW", -1):
            assert (of_many.first_seen(words), of_many.origin(words)) == expected
