"""Where a sentence ends: the same for everybody who asks."""

import unicodedata

import pytest

from lib.context.readers import local_sentences
from lib.context.text import sentences
from lib.context.text.normalize import fold
from lib.context.text.reply_cues import last_question

FIRST, SECOND = "I met Dr. Braun on 3. März in the old town", "We can meet Prof. Ott on 4. Mai"


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_no_sentence_ends_after_a_title_or_in_a_german_date(form: str) -> None:
    first, second = (unicodedata.normalize(form, words) for words in (FIRST, SECOND))  # type: ignore[arg-type]
    text = f"{first}. {second}."
    assert sentences.sentences(text) == tuple(fold(words).text for words in (first, second))
    assert sentences.sentence_parts(text) == [first, f" {second}"]
    assert sentences.sentence_span(text, text.index("Braun"), text.index("town")) == (0, len(first) + 1)
    assert local_sentences.sentences(text) == (f"{first}.", f"{second}.")
    assert last_question(f"Hello. Shall we meet Dr. Braun on {first.split('on ')[1]}?").startswith("Shall we meet Dr.")


def test_an_english_may_after_a_figure_begins_a_sentence() -> None:
    assert local_sentences.sentences("We are 3. May I come?") == ("We are 3.", "May I come?")


def test_a_name_after_a_title_does_not_begin_a_sentence() -> None:
    assert not sentences.follows_end("We met Dr. ")
    assert all(map(sentences.follows_end, ("", "He came. ", "Dear Tom,\n- ")))


@pytest.mark.parametrize(
    ("sentence", "stated"),
    [
        ("I'm allergic to nuts, is that a problem?", "I'm allergic to nuts"),
        ("Ich bin Vegetarier, geht das?", "Ich bin Vegetarier"),
        ("On a deux chiens, c'est possible ?", "On a deux chiens"),
        ("Tenemos dos perros, ¿es un problema?", "Tenemos dos perros"),
        ("Abbiamo due cani, è un problema?", "Abbiamo due cani"),
        ("Temos dois cães, há problema?", "Temos dois cães"),
        ("As I am deaf, can you write to me?", "As I am deaf"),
        ("We have a booking for eight, don't we?", None),
        ("I owe 300 euros, is that right?", None),
        ("I think we owe 300 euros, can you check?", None),
        ("The contract ends in May, does it not?", None),
        ("The budget is 500,000, isn't that right?", None),
        ("We said 500 euros, could you let me know if that's right?", None),
        ("Tenemos dos llaves, ¿o no?", None),
        ("On doit 300 euros, c'est bien ça ?", None),
        ("Abbiamo due chiavi, o sbaglio?", None),
        ("Temos duas chaves, pode confirmar?", None),
        ("Wir haben einen Vertrag, oder?", None),
        ("Verkaufen wir das Haus: was meinen Sie?", None),
        ("If I were vegan, could you cook for me?", None),
        ("When we have a baby, can we stay?", None),
        ("Do we need a visa, or can we come without?", None),
        ("We have two dogs, that is all.", None),
    ],
)
def test_a_statement_that_ends_in_a_question_states_what_stands_before_it(sentence: str, stated: str | None) -> None:
    place = sentences.question_at(sentence)
    assert (None if place is None else sentence[:place]) == stated
