"""What a sentence takes back, supposes or gives as others' words is not stated, cut out of it or quoted whole."""

from datetime import UTC, datetime

import pytest

from lib.context.evidence.grounding import unsupported
from lib.context.evidence.relatedness import figures_equal
from lib.context.evidence.stated.cuts import turns
from lib.context.evidence.stated.standpoint import is_not_the_clients, was_so

GUESTS = "There will be 80 guests."
EIGHTY = "we will be 80 guests"
GAESTE = "Kommt mit 80 Gästen."
ACHTZIG = "wir mit 80 Gästen kommen"
TAKEN_BACK = [
    (GUESTS, f"It is a misunderstanding that {EIGHTY}.", EIGHTY),
    (GUESTS, f"It is simply wrong that {EIGHTY}.", EIGHTY),
    (GUESTS, f"Your offer says {EIGHTY}.", EIGHTY),
    (GUESTS, f"You keep assuming that {EIGHTY}.", EIGHTY),
    (GUESTS, f"Please stop writing that {EIGHTY}.", EIGHTY),
    (GUESTS, f"I never wrote that {EIGHTY}.", EIGHTY),
    (GUESTS, f"Suppose {EIGHTY}.", EIGHTY),
    (GUESTS, f"Assuming {EIGHTY}, would the room still do?", EIGHTY),
    (GUESTS, "I wish we could say that we were 80 guests.", "we were 80 guests"),
    (GUESTS, "We will be 80 guests, which is nonsense.", "We will be 80 guests"),
    (GUESTS, "We will be 80 guests was an April fool.", "We will be 80 guests"),
    (GUESTS, "We will be 80 guests, you wrote.", "We will be 80 guests"),
    (GUESTS, "We will be 80 guests is what your colleague keeps writing.", "We will be 80 guests"),
    (GUESTS, "Someone noted that we will be 80 guests, but that is not so.", EIGHTY),
    (GUESTS, "We will be 80 guests? Certainly not.", "We will be 80 guests"),
    ("Is vegetarian.", "Were I vegetarian, your menu would be great.", "I vegetarian, your menu"),
    ("Is vegetarian.", "We are tired of being asked whether I am vegetarian.", "I am vegetarian"),
    (GUESTS, f"That {EIGHTY} is news to me.", EIGHTY),
    (GUESTS, f"I doubt very much that {EIGHTY}.", EIGHTY),
    (GUESTS, f"It cannot be that {EIGHTY}.", EIGHTY),
    (GUESTS, f"We were led to believe that {EIGHTY}.", EIGHTY),
    (GUESTS, "We will be 80 guests, or so your records say.", "We will be 80 guests"),
    (GAESTE, "Ihr Kollege meint, wir kommen mit 80 Gästen.", "wir kommen mit 80 Gästen"),
    (GAESTE, f"Ich bezweifle, dass {ACHTZIG}.", ACHTZIG),
    (GAESTE, f"Sie schreiben, dass {ACHTZIG}.", ACHTZIG),
    (GAESTE, f"Dass {ACHTZIG}, ist ein Irrtum.", ACHTZIG),
    (GAESTE, f"Es stimmt nicht, dass {ACHTZIG}.", ACHTZIG),
    (GAESTE, "Wir kommen mit 80 Gästen, was natürlich Unsinn ist.", "Wir kommen mit 80 Gästen"),
    (GAESTE, "Wir kommen mit 80 Gästen, heißt es in Ihrem Brief.", "Wir kommen mit 80 Gästen"),
    (GAESTE, "Laut Ihrem Angebot kommen wir mit 80 Gästen.", "kommen wir mit 80 Gästen"),
    (GAESTE, "Gesetzt den Fall, wir kommen mit 80 Gästen.", "wir kommen mit 80 Gästen"),
    ("Vient avec 80 invités.", "Vous écrivez que nous venons avec 80 invités.", "nous venons avec 80 invités"),
    ("Vient avec 80 invités.", "Nous venons avec 80 invités, ce qui est faux.", "Nous venons avec 80 invités"),
    ("Vient avec 80 invités.", "Supposons que nous venons avec 80 invités.", "nous venons avec 80 invités"),
    ("Viene con 80 invitados.", "Es mentira que venimos con 80 invitados.", "venimos con 80 invitados"),
    ("Viene con 80 invitados.", "Según su oferta venimos con 80 invitados.", "venimos con 80 invitados"),
    ("Viene con 80 ospiti.", "È un errore che veniamo con 80 ospiti.", "veniamo con 80 ospiti"),
    ("Viene con 80 ospiti.", "Mettiamo che veniamo con 80 ospiti.", "veniamo con 80 ospiti"),
    ("Vem com 80 convidados.", "É engano que vimos com 80 convidados.", "vimos com 80 convidados"),
    ("Vem com 80 convidados.", "Segundo a vossa proposta vimos com 80 convidados.", "vimos com 80 convidados"),
]
STATED = [
    (GUESTS, f"There was a mistake in my mail: {EIGHTY}.", EIGHTY),
    (GUESTS, f"I was wrong, {EIGHTY}.", EIGHTY),
    (GUESTS, f"I can confirm that {EIGHTY}.", EIGHTY),
    (GUESTS, f"I forgot to tell you that {EIGHTY}.", EIGHTY),
    (GUESTS, f"It turns out {EIGHTY}.", EIGHTY),
    (GUESTS, f"As you wrote, {EIGHTY}.", EIGHTY),
    (GUESTS, f"You said that the room holds 100, because {EIGHTY}.", EIGHTY),
    (GUESTS, f"I wish I had known earlier, but {EIGHTY}.", EIGHTY),
    (GUESTS, f"According to the latest list {EIGHTY}.", EIGHTY),
    (GUESTS, f"I hope you noted that {EIGHTY}.", EIGHTY),
    (GUESTS, "We will be 80 guests, the 30 in my last mail was a typo.", "We will be 80 guests"),
    (
        "Bought the flat in Faro.",
        "It was a mistake that cost us much, but we bought the flat in Faro.",
        "we bought the flat in Faro",
    ),
    ("Bid 485,000 euros.", "My bid is 485,000 euros. What do they say?", "My bid is 485,000 euros."),
    (GAESTE, "Entschuldigung für den Fehler: Wir kommen mit 80 Gästen.", "Wir kommen mit 80 Gästen"),
    (GAESTE, "Danke für Ihr Schreiben, wir kommen mit 80 Gästen.", "wir kommen mit 80 Gästen"),
    (GAESTE, "Danke, dass Sie schreiben. Wir kommen mit 80 Gästen.", "Wir kommen mit 80 Gästen"),
    (GAESTE, "Wie Sie richtig schreiben, kommen wir mit 80 Gästen.", "kommen wir mit 80 Gästen"),
    (
        "Ist 81 und hört schlecht.",
        "Ich bin 81 und höre schlecht, schreiben Sie mir bitte.",
        "Ich bin 81 und höre schlecht",
    ),
    ("Vient avec 80 invités.", "Je me suis trompé, nous venons avec 80 invités.", "nous venons avec 80 invités"),
    ("Recebe a Ivone.", "Quem recebe é a Ivone, da portaria.", "Quem recebe é a Ivone"),
]


@pytest.mark.parametrize(("claim", "body", "quote"), TAKEN_BACK)
def test_what_its_sentence_takes_back_is_not_stated(claim: str, body: str, quote: str) -> None:
    start = body.index(quote)
    assert turns(body, start, start + len(quote))
    assert is_not_the_clients(claim, body)


@pytest.mark.parametrize(("claim", "body", "quote"), STATED)
def test_what_its_sentence_states_is_stated(claim: str, body: str, quote: str) -> None:
    start = body.index(quote)
    assert not turns(body, start, start + len(quote))
    assert not is_not_the_clients(claim, body)


def test_a_claim_that_says_itself_whose_words_it_gives_is_stated() -> None:
    assert not is_not_the_clients("Suppose there will be 80 guests.", f"Suppose {EIGHTY}.")
    assert not is_not_the_clients("Is not vegetarian.", "It is wrong that I am vegetarian.")


@pytest.mark.parametrize(
    ("claim", "quote", "expected"),
    [
        (GUESTS, "Last year we were 80 guests.", True),
        (GUESTS, "We were 80 guests at our first wedding.", True),
        (GUESTS, "We were 20 last year, this time we will be 80 guests.", False),
        ("Were 80 guests last year.", "Last year we were 80 guests.", False),
        ("Budget ist 60.000 Euro.", "Damals war unser Budget 60.000 Euro.", True),
        ("Le budget est de 60 000 euros.", "L'an dernier, notre budget était de 60 000 euros.", True),
        ("El presupuesto es de 60.000 euros.", "El año pasado nuestro presupuesto era de 60.000 euros.", True),
        ("Il budget è di 60.000 euro.", "L'anno scorso il nostro budget era di 60.000 euro.", True),
        ("O orçamento é de 60.000 euros.", "No ano passado o nosso orçamento era de 60.000 euros.", True),
    ],
)
def test_what_was_so_at_a_time_that_is_over_is_told_from_what_is(claim: str, quote: str, expected: bool) -> None:
    assert was_so(claim, quote) is expected


@pytest.mark.parametrize(
    ("body", "quote", "expected"),
    [
        ("We would live in Munich if we could.", "We would live in Munich", True),
        ("Wir verkaufen das Haus, falls der Preis stimmt.", "Wir verkaufen das Haus", True),
        ("Nous venons avec 80 invités, si la salle suffit.", "Nous venons avec 80 invités", True),
        ("We are looking for a house, perhaps with a garden.", "We are looking for a house", False),
        ("We come at seven, if possible.", "We come at seven", False),
        ("Since May we live in Munich.", "we live in Munich", False),
        ("Our budget is between 60,000 and 80,000 euros.", "Our budget is between 60,000", True),
        ("We will be 80 guests fewer than last time.", "We will be 80 guests", True),
        ("Our budget is 60,000 euros more than we told you.", "Our budget is 60,000 euros", True),
        ("Our budget is 60,500 euros.", "Our budget is 60", True),
        ("We have a son of 9 years and two cats.", "two cats", False),
        ("Temos um filho de 9 anos e dois gatos.", "Temos um filho de 9 anos", False),
    ],
)
def test_a_quote_keeps_the_condition_and_the_quantity_that_it_is_cut_out_of(
    body: str, quote: str, expected: bool
) -> None:
    start = body.index(quote)
    assert turns(body, start, start + len(quote)) is expected


@pytest.mark.parametrize(
    ("claim", "quote", "expected"),
    [
        ("Budget is 60,000 euros.", "60,000 euros is far below our budget", ("60,000 euros",)),
        ("Budget is 60,000 euros.", "our budget is well over 60,000 euros", ("60,000 euros",)),
        ("Budget is 60,000 euros.", "our budget is not just 60,000 euros", ("60,000 euros",)),
        ("Budget ist 60.000 Euro.", "unser Budget ist 60.000 Euro höher", ("60.000 Euro",)),
        ("Le budget est de 60 000 euros.", "notre budget est de 60 000 euros de plus que prévu", ("60 000 euros",)),
        ("Tem dois gatos.", "temos um filho de 9 anos e dois gatos", ()),
        ("Will be 80 guests fewer than last time.", "we will be 80 guests fewer than last time", ()),
    ],
)
def test_a_number_that_a_quantity_is_only_measured_against_is_not_its_value(
    claim: str, quote: str, expected: tuple[str, ...]
) -> None:
    assert unsupported(claim, [(quote, datetime(2026, 4, 2, tzinfo=UTC))]) == expected


def test_a_figure_that_the_sentence_denies_is_none_of_what_it_says() -> None:
    assert figures_equal(GUESTS, "We will be 80 guests instead of 30.")
    assert not figures_equal(GUESTS, "We will be 80 guests and 30 children.")
