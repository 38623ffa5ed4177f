"""A greeting and whom it greets are no part of what a sentence says; words that look like one are."""

import pytest

from lib.context.text.greetings import greeting_end, without_greeting

GREETED = [
    "Hello Tom, ", "hi tom, ", "Hi, ", "Hi there! ", "Hey all, ", "Dear Ms Silva, ", "Dear Mr. Hale, ",
    "Dear Tom and Ann, ", "Good morning Dr. Stein, ", "Good evening, ", "Dear Sir or Madam, ", "Hello again, ",
    "Hello Tom – ", "Dear all:\n", "Lieber Tom, ", "Liebe Frau Berg, ", "Liebe alle, ",
    "Sehr geehrte Damen und Herren,\n\n", "Guten Tag Herr Dr. Stein, ", "Hallo zusammen, ", "Moin, ",
    "Grüß Gott Frau Huber, ", "Liebe Kolleginnen und Kollegen, ", "Hallo liebe Anna, ", "Bonjour, ",
    "Bonjour à tous, ", "Chère Anne, ", "Cher Monsieur, ", "Madame, Monsieur, ", "Chers amis, ",
    "Bonsoir Mme Petit, ", "Hola Lucía, ", "Buenos días, ", "Estimada Lucía, ", "Estimado Sr. Gómez, ",
    "Queridos todos, ", "Hola a todos, ", "Ciao Luca, ", "Buongiorno, ", "Gentile Signora Rossi, ", "Caro Luca, ",
    "Cari amici, ", "Buonasera dottore, ", "Olá Rui, ", "Bom dia, ", "Caro Senhor Silva, ", "Prezados, ",
    "Boa tarde a todos, ", "Cara Ana, ",
]  # fmt: skip
SAID = [
    "Lieber früher als später, unser Budget ist 300.000 Euro.",
    "Lieber ohne Garten, wenn es geht.",
    "Lieber heute als morgen, das wissen Sie.",
    "Liebe Grüße, Anna",
    "Liebe ist schön, sagt meine Frau.",
    "Cher mais bon, nous le prenons.",
    "Chers et loin, ces hôtels ne sont pas pour nous.",
    "Cara ma bella, la casa ci piace.",
    "Gentile ma fermo, ha detto di no.",
    "Caro demais, não queremos.",
    "Querida por todos, la casa no se vende.",
    "Hello we are looking for a flat, and it must be quiet.",
    "Hi I want a garden, too.",
    "Hallo wir suchen ein Haus, gern mit Garten.",
    "Bonjour nous cherchons une maison, si possible avec jardin.",
    "Hola queremos vender la casa, y pronto.",
    "High, wide rooms, please.",
    "Our budget, Tom, is 300k.",
    "Dear Tom. Our budget is 300k, no more.",
]


@pytest.mark.parametrize("greeting", GREETED)
def test_a_greeting_is_left_out_with_whom_it_greets(greeting: str) -> None:
    assert without_greeting(f"{greeting}it is free.") == "it is free."
    assert greeting_end(greeting) == len(greeting)


@pytest.mark.parametrize("sentence", SAID)
def test_what_only_begins_like_a_greeting_is_said(sentence: str) -> None:
    assert (without_greeting(sentence), greeting_end(sentence)) == (sentence, 0)


def test_a_greeting_alone_is_what_is_said() -> None:
    assert without_greeting("Hello Tom, ") == "Hello Tom, "
