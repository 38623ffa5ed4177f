"""The plain forms of a promise in six languages, what is none, and when it is due."""

from datetime import date

import pytest

from lib.context.commitments.promises import due_of, is_promise, promises

TUESDAY = date(2026, 4, 28)


@pytest.mark.parametrize(
    "sentence",
    [
        "I'll send it by Friday.",
        "We will call you tomorrow!",
        "We are going to prepare an offer.",
        "You'll have the contract by 3 May.",
        "I'll let you know.",
        "Ich schicke Ihnen den Vertrag bis Freitag.",
        "Wir werden Ihnen die Unterlagen bis zum 3. Mai zusenden.",
        "Ich melde mich morgen.",
        "Je vous enverrai le contrat demain.",
        "Je vais vous rappeler lundi.",
        "Nous vous tiendrons au courant.",
        "Le enviaré el contrato mañana.",
        "Vamos a preparar la oferta esta semana.",
        "Ti mando il contratto domani.",
        "Vi invieremo l'offerta entro venerdì.",
        "Envio-lhe o contrato amanhã.",
        "Confirmaremos na próxima semana.",
    ],
)
def test_a_plain_promise_is_one(sentence: str) -> None:
    assert is_promise(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "I will be in Rome in May.",
        "I won't pay that.",
        "I will never sell the house.",
        "Shall I send it by Friday?",
        "If you like, I'll send it by Friday.",
        "Perhaps I'll send it some day.",
        "Let me know by Friday.",
        "She will send it by Friday.",
        "I'm calling about the flat.",
        "Ich rufe wegen der Wohnung an.",
        "Anbei schicke ich Ihnen heute den Vertrag.",
        "Vielleicht schicke ich es morgen.",
        "Nous serons à Rome demain.",
        "Un jour j'aurai un vignoble.",
        "Estaremos en Roma mañana.",
        "Saremo a Roma domani.",
        "Estaremos em Roma amanhã.",
    ],
)
def test_a_plan_a_denial_a_question_a_condition_and_an_offer_are_none(sentence: str) -> None:
    assert not is_promise(sentence)


@pytest.mark.parametrize(
    ("sentence", "due"),
    [
        ("I'll send it by 3 May.", (date(2026, 5, 3), "hard")),
        ("I'll send it by 3 January.", (date(2027, 1, 3), "hard")),
        ("I'll send it by Friday.", (date(2026, 5, 1), "relative")),
        ("I'll send it tomorrow.", (date(2026, 4, 29), "relative")),
        ("I'll send it this week.", (date(2026, 5, 3), "relative")),
        ("I'll send it next week.", (date(2026, 5, 10), "relative")),
        ("Ich schicke es bis Ende des Monats.", (date(2026, 4, 30), "relative")),
        ("I'll send it soon.", (None, "none")),
    ],
)
def test_the_day_counts_from_the_day_of_the_words(sentence: str, due: tuple[date | None, str]) -> None:
    assert due_of(sentence, TUESDAY) == due


def test_the_promises_of_a_letter_stand_in_their_places() -> None:
    text = "Thank you! I'll send the plan by Friday. It is a fine plan.\nWe will call you tomorrow."
    found = promises(text, TUESDAY)
    assert [text[item.start : item.end] for item in found] == [item.words for item in found]
    assert [(item.words, item.due) for item in found] == [
        ("I'll send the plan by Friday.", date(2026, 5, 1)),
        ("We will call you tomorrow.", date(2026, 4, 29)),
    ]


@pytest.mark.parametrize(
    ("sentence", "due"),
    [
        ("We'll refund the deposit within 14 days.", date(2026, 5, 12)),
        ("We'll refund the deposit within two weeks.", date(2026, 5, 12)),
        ("I will answer within 48 hours.", date(2026, 4, 30)),
        ("Die Kaution überweisen wir Ihnen innerhalb von 14 Tagen zurück.", date(2026, 5, 12)),
        ("Wir überweisen das Geld binnen drei Tagen.", date(2026, 5, 1)),
        ("Nous vous rembourserons sous 14 jours.", date(2026, 5, 12)),
        ("Le responderé en 48 horas.", date(2026, 4, 30)),
        ("Le rimborseremo la caparra entro 14 giorni.", date(2026, 5, 12)),
        ("Devolvemos a caução no prazo de 14 dias.", date(2026, 5, 12)),
    ],
)
def test_a_time_within_which_is_due_at_its_end(sentence: str, due: date) -> None:
    assert [(item.due, item.due_kind) for item in promises(sentence, TUESDAY)] == [(due, "relative")]


@pytest.mark.parametrize(
    ("sentence", "due"),
    [
        ("I'll send the contract before Christmas.", date(2026, 12, 25)),
        ("We will call you before Christmas Eve.", date(2026, 12, 24)),
        ("I'll send it by Good Friday.", date(2027, 3, 26)),
        ("I'll bring it on New Year's Eve.", date(2026, 12, 31)),
        ("Ich schicke Ihnen den Vertrag vor Weihnachten.", date(2026, 12, 25)),
        ("Wir liefern bis spätestens zu Pfingsten.", date(2026, 5, 24)),
        ("Je vous enverrai le contrat avant Noël.", date(2026, 12, 25)),
        ("Nous vous rappellerons avant la Toussaint.", date(2026, 11, 1)),
        ("Le enviaré el contrato antes de Navidad.", date(2026, 12, 25)),
        ("Le llamaré antes del Día de Reyes.", date(2027, 1, 6)),
        ("Vi invieremo l'offerta entro Ferragosto.", date(2026, 8, 15)),
        ("Ti mando il contratto entro Pasqua.", date(2027, 3, 28)),
        ("Envio-lhe o contrato antes do Natal.", date(2026, 12, 25)),
        ("Confirmaremos até à Páscoa.", date(2027, 3, 28)),
    ],
)
def test_a_feast_by_which_something_is_promised_is_its_day(sentence: str, due: date) -> None:
    assert [(item.due, item.due_kind) for item in promises(sentence, TUESDAY)] == [(due, "hard")]


@pytest.mark.parametrize(
    "sentence",
    ["I'll send you a Christmas card.", "I'll call you after Christmas.", "We will pay for the Easter party."],
)
def test_a_feast_that_only_names_something_is_no_day(sentence: str) -> None:
    assert due_of(sentence, TUESDAY) == (None, "none")


def test_who_will_see_promises_nothing() -> None:
    assert not is_promise("Wir werden sehen.")
