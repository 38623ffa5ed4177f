"""Whose an amount is: a budget is not what the house next door went for, and a flight's number is no amount."""

from datetime import UTC, datetime

import pytest

from lib.context.evidence.grounding import unsupported
from lib.context.evidence.subjects import figures_of_others

SENT = datetime(2026, 6, 1, 12, tzinfo=UTC)
OF_OTHERS = [
    ("Budget is 650,000.", "The house next door sold for 650,000."),
    ("Budget for the house is 650,000 euros.", "The house next door sold for 650,000 euros last week."),
    ("Budget is 650,000 euros.", "We heard that the house next door sold for 650,000 euros."),
    ("Budget is 650,000 euros.", "650,000 euros is the asking price."),
    ("Budget is 650,000 euros.", "The renovation will cost 650,000 euros."),
    ("Rent is 650 euros.", "The car costs 650 euros."),
    ("Das Budget liegt bei 650.000 Euro.", "Das Haus nebenan wurde für 650.000 Euro verkauft."),
    ("Notre budget est de 650 000 euros.", "La maison d'à côté s'est vendue 650 000 euros."),
    ("El presupuesto es de 650.000 euros.", "La casa de al lado se vendió por 650.000 euros."),
    ("Il budget è di 650.000 euro.", "La casa accanto è stata venduta per 650.000 euro."),
    ("O orçamento é de 650.000 euros.", "A casa ao lado foi vendida por 650.000 euros."),
]
THEIR_OWN = [
    ("Budget is 650,000.", "We can go up to 650,000."),
    ("Budget is 650,000.", "The limit is 650,000."),
    ("Budget is 650,000 euros.", "650,000 euros is our maximum."),
    ("Budget is 650,000 euros.", "A house for 650,000 euros would be fine."),
    ("Budget is 650,000 euros.", "The house should cost 650,000 euros at most."),
    ("Budget is 650,000 euros.", "The bank lets us go up to 650,000 euros."),
    ("The house next door sold for 650,000.", "The house next door sold for 650,000."),
    ("Rent is 650 euros.", "The flat is 650 euros a month, the rent that is."),
    ("Das Budget liegt bei 650.000 Euro.", "Das Budget beträgt jetzt 650.000 Euro."),
    ("Notre budget est de 650 000 euros.", "Nous pouvons monter à 650 000 euros."),
    ("El presupuesto es de 650.000 euros.", "El tope es ahora de 650.000 euros."),
    ("Il budget è di 650.000 euro.", "Possiamo spendere 650.000 euro."),
    ("O orçamento é de 650.000 euros.", "Podemos chegar aos 650.000 euros."),
]


@pytest.mark.parametrize(("text", "quote"), OF_OTHERS)
def test_an_amount_of_something_else_supports_nothing(text: str, quote: str) -> None:
    assert len(figures_of_others(text, [quote])) == 1
    assert unsupported(text, [(quote, SENT)]) != ()


@pytest.mark.parametrize(("text", "quote"), THEIR_OWN)
def test_an_amount_of_ones_own_is_told_in_many_ways(text: str, quote: str) -> None:
    assert unsupported(text, [(quote, SENT)]) == ()


def test_one_quote_that_says_it_of_the_client_is_enough() -> None:
    quotes = ["The house next door sold for 650,000.", "We can pay 650,000, too."]
    assert figures_of_others("Budget is 650,000.", quotes) == ()


@pytest.mark.parametrize(
    "quote",
    [
        "We come on flight 4500 at a good price.",
        "Our file number is 4500, the price is fine.",
        "Invoice 4500 is paid.",
        "Die Rechnung Nr. 4500 ist bezahlt, der Preis passt.",
        "La facture 4500 est payée, le prix est bon.",
    ],
)
def test_a_number_that_only_names_a_thing_is_no_amount(quote: str) -> None:
    assert unsupported("Can spend 4500 euros.", [(quote, SENT)]) == ("4500 euros",)


def test_a_number_that_only_names_a_thing_is_said_of_that_thing() -> None:
    assert unsupported("Invoice 4500 is unpaid.", [("Invoice 4500 is still unpaid.", SENT)]) == ()
    assert unsupported("Expects 40 guests.", [("There is room for 40 guests, says room 12.", SENT)]) == ()


@pytest.mark.parametrize("quote", ["We come on Sunday 28.", "Wir kommen am Sonntag, den 28.", "Venimos el domingo 28."])
def test_a_day_of_the_week_with_its_number_is_one_day(quote: str) -> None:
    assert unsupported("Comes on 28 June.", [(quote, SENT)]) == ()
    assert unsupported("Comes on 7 June.", [(quote, SENT)]) == ("7 June.",)
    assert unsupported("Comes on 4 June.", [("We come on Thursday at 28 Mill Lane.", SENT)]) == ()


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Budget for the kitchen is 4,000 euros.", "We paid the deposit of 4,000 euros. The kitchen is a dream."),
        ("Budget für die Küche liegt bei 4.000 Euro.", "Wir haben 4.000 Euro für das Bad überwiesen."),
        ("Budget de 4 000 euros.", "Nous avons versé 4 000 euros au notaire."),
        ("Presupuesto de 4.000 euros.", "Hemos pagado 4.000 euros al notario."),
        ("Budget di 4.000 euro.", "Abbiamo versato 4.000 euro al notaio."),
        ("Orçamento de 4.000 euros.", "Já transferimos 4.000 euros ao notário."),
    ],
)
def test_what_was_paid_is_not_what_can_be_spent(text: str, quote: str) -> None:
    assert figures_of_others(text, [quote]) != ()


def test_what_can_be_paid_can_be_spent() -> None:
    assert figures_of_others("Budget is 4,000 euros.", ["We can pay 4,000 euros at most."]) == ()
