"""What a quote says the reverse of, and what somebody has given away, is not stated."""

from datetime import UTC, datetime

import pytest

from lib.context.evidence.converses import converse_words
from lib.context.evidence.ended_states import is_over
from lib.context.evidence.grounding import unsupported

SENT = datetime(2026, 5, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Buys a warehouse in Hull.", "We are selling a warehouse in Hull."),
        ("Sells a cottage.", "We have bought a cottage."),
        ("Rents a workshop.", "We let the workshop to students."),
        ("Borrowed money from the club.", "I lent money to the club."),
        ("Arrives on the ferry.", "We leave on the ferry."),
        ("Agreed to the quote.", "We turned the quote down."),
        ("Kauft einen Hof.", "Wir verkaufen einen Hof."),
        ("Nimmt den Vorschlag an.", "Den Vorschlag lehnen wir leider ab."),
        ("Achète un moulin.", "Nous vendons un moulin."),
        ("Accepte le devis.", "Nous refusons le devis."),
        ("Compra un molino.", "Vendemos un molino."),
        ("Acepta el presupuesto.", "Rechazamos el presupuesto."),
        ("Compra un mulino.", "Vendiamo un mulino."),
        ("Accetta il preventivo.", "Rifiutiamo il preventivo."),
        ("Compra um moinho.", "Estamos a vender um moinho."),
        ("Aceita a proposta.", "Recusamos a proposta."),
    ],
)
def test_a_quote_that_says_the_reverse_does_not_support_it(text: str, quote: str) -> None:
    assert is_over(text, quote) or unsupported(text, [(quote, SENT)])


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Sold the warehouse.", "They bought our warehouse last year."),
        ("Buys a warehouse, sells a flat.", "We are buying a warehouse and selling our flat."),
        ("Wants to sell the mill.", "We would like to put our mill on the market."),
        ("Does not sell the mill.", "We will not sell the mill."),
        ("Borrows 20,000 from the bank.", "The bank lends us 20,000."),
        ("Let me know about the mill.", "We rent a mill."),
        ("Verkauft den Hof.", "Jemand kauft uns den Hof ab."),
    ],
)
def test_what_others_do_towards_the_client_is_no_reverse(text: str, quote: str) -> None:
    assert converse_words(text, [quote]) == ()


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Has a piano.", "I gave my piano to the school."),
        ("Owns a van.", "We handed the van over to my nephew."),
        ("Has a parrot.", "Our parrot flew off and is gone, we lost it in May."),
        ("Hat ein Klavier.", "Das Klavier habe ich meiner Nichte geschenkt."),
        ("A un piano.", "J'ai donné mon piano à ma nièce."),
        ("Tiene un piano.", "He regalado mi piano a la escuela."),
        ("Ha un pianoforte.", "Ho regalato il mio pianoforte alla scuola."),
        ("Tem um piano.", "Ofereci o meu piano à escola."),
    ],
)
def test_what_was_given_away_or_lost_is_not_had(text: str, quote: str) -> None:
    assert is_over(text, quote)


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Has a piano.", "My aunt gave me a piano."),
        ("Has a nephew.", "We handed the van over to my nephew."),
        ("Gave the piano to the school.", "I gave my piano to the school."),
        ("Hat ein Klavier.", "Mein Onkel hat mir ein Klavier geschenkt."),
        ("A un piano.", "On m'a donné un piano."),
        ("Tiene un piano.", "Me han regalado un piano."),
        ("Ha un pianoforte.", "Mi hanno regalato un pianoforte."),
        ("Ha un piano.", "We want to sell the flat, not the piano."),
    ],
)
def test_what_was_given_to_somebody_they_have(text: str, quote: str) -> None:
    assert not is_over(text, quote)
