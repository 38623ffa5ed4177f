"""Which language a short text is in: where its stop words leave it open, what its other words look like."""

import pytest

from lib.context.evidence.ended_states import has_ended
from lib.context.text.languages import languages, stem, without_accents


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Chega no dia 6 de junho.", "pt"),
        ("Sou sócio desde 1988 e quero continuar a sê-lo.", "pt"),
        ("A visita é no dia 5.", "pt"),
        ("Ho dato la macchina a mio figlio.", "it"),
        ("J'ai donné ma voiture.", "fr"),
        ("Dei o meu carro ao meu filho.", "pt"),
        ("The children start school in May.", "en"),
        ("Wunderbar, die Kisten kommen am Freitag.", "de"),
        ("Trinkt keinen Alkohol.", "de"),
        ("Mag ruhige Tische.", "de"),
        ("Bevorzugt Kontakt per E-Mail.", "de"),
        ("Will arrive at 5 am.", "en"),
    ],
)
def test_a_short_sentence_is_read_in_its_own_language(text: str, language: str) -> None:
    assert languages(text)[-1:] == (language,)


def test_the_verb_that_opens_a_statement_decides_between_two_languages() -> None:
    assert languages("Erwartet 30 Gäste am Freitag.") == ("de",)


@pytest.mark.parametrize("words", ["Le di mi coche a mi hijo.", "Le di mi perro a mi hermana."])
def test_what_is_given_away_in_words_of_two_languages_ends_what_was_had(words: str) -> None:
    assert "es" in languages(words)
    assert has_ended(f"Tiene un {words.split()[3]}.", words)


def test_a_text_without_any_stop_word_is_of_no_language() -> None:
    assert languages("Basilikum 12 Kisten") == ()


@pytest.mark.parametrize(
    ("code", "told", "written"),
    [
        ("de", "isst", "esse"),
        ("de", "fährt", "fahren"),
        ("fr", "vient", "venons"),
        ("fr", "boit", "buvons"),
        ("fr", "achète", "achetons"),
        ("fr", "cherche", "cherchons"),
        ("es", "vuelve", "volvemos"),
        ("es", "sale", "salgo"),
        ("it", "va", "andiamo"),
        ("it", "esce", "usciamo"),
        ("pt", "vai", "vamos"),
        ("pt", "dorme", "durmo"),
    ],
)
def test_irregular_forms_of_a_verb_have_one_stem(code: str, told: str, written: str) -> None:
    assert stem(told, code) == stem(written, code) == stem(without_accents(told), code)
