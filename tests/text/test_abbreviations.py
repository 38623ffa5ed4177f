"""Abbreviations: for every one of the table, its dot ends no sentence, and what governs a clause holds behind it."""

import pytest

from lib.context.evidence.polarity import same_polarity
from lib.context.evidence.stated.cuts import turns
from lib.context.evidence.stated.standpoint import is_conditional
from lib.context.readers import local_sentences
from lib.context.text.abbreviations import ABBREVIATIONS
from lib.context.text.normalize import fold
from lib.context.text.sentences import marked_sentences, sentence_parts, sentence_span, sentences
from lib.context.text.word_diff import SENTENCE

FORMS = [
    *((form, "Kim") for name in ("titles", "leads") for word in ABBREVIATIONS[name] for form in (word, word.upper())),
    *((form, "5") for word in ABBREVIATIONS["figures"] for form in (word, word.title())),
    *((f"Haupt{word}", "5") for word in ABBREVIATIONS["endings"]),
    *((word.replace(".", ". "), "Kim") for word in ABBREVIATIONS["leads"] if "." in word),
]
"""Each abbreviation in small and in capital letters, with what may stand behind it."""


@pytest.mark.parametrize(("short", "rest"), FORMS)
def test_what_governs_a_clause_holds_behind_an_abbreviation(short: str, rest: str) -> None:
    denied, behind = f"We do not work at {short}. {rest} in the bank near Rome.", f"{rest} in the bank near Rome"
    asked = denied.replace("We do not", "Did we ever").replace("Rome.", "Rome?")
    assert turns(denied, denied.index(behind), len(denied) - 1)
    assert turns(asked, asked.index(behind), len(asked) - 1)
    assert not same_polarity("Works in the bank near Rome.", [denied])
    assert is_conditional("Works in the bank near Rome.", denied.replace("We do not", "If we"))


@pytest.mark.parametrize(("short", "rest"), FORMS)
def test_a_sentence_goes_on_behind_an_abbreviation(short: str, rest: str) -> None:
    text = f"We work at {short}. {rest} in the bank. We like it there."
    first = text.index(" We like")
    assert sentence_span(text, 0, 5) == (0, first)
    assert [part.strip() for part in sentence_parts(text)] == [text[: first - 1], "We like it there"]
    assert [part.strip() for part in marked_sentences(text)] == [text[:first], "We like it there."]
    assert local_sentences.sentences(text) == (text[:first], "We like it there.")
    assert sentences(text) == (fold(text[: first - 1]).text, "we like it there")
    assert [part.strip() for part in SENTENCE.findall(text) if part] == [text[:first], "We like it there."]


@pytest.mark.parametrize(
    ("body", "quote"),
    [
        ("We do not work with Dr. Kim from the bank in Rome.", "Kim from the bank in Rome"),
        ("Wir besitzen keine ca. 100 Quadratmeter große Wohnung.", "100 Quadratmeter große Wohnung"),
        ("We never lived at nr. 5 in the old town.", "5 in the old town"),
        ("Non lavoriamo con la sig.ra Rossi della banca.", "Rossi della banca"),
        ("No trabajamos con D.ª Ana ni con la Sra. Gómez del banco.", "Gómez del banco"),
        ("Wir kommen nicht am 3. Mai zu der Feier.", "Mai zu der Feier"),
    ],
)
def test_a_quote_is_not_cut_out_behind_an_abbreviation(body: str, quote: str) -> None:
    assert turns(body, body.index(quote), body.index(quote) + len(quote))


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("We said no. It is too far.", "We said no."),
        ("I changed my mind. We buy it.", "I changed my mind."),
        ("We live in Africa. It is warm.", "We live in Africa."),
        ("Call my cell. Anna has it.", "Call my cell."),
    ],
)
def test_a_word_that_is_one_by_itself_ends_a_sentence(text: str, first: str) -> None:
    assert marked_sentences(text)[0] == first
