"""Promises as people write them, and futures that promise nothing, in six languages, on a Wednesday."""

from datetime import date

import pytest

from lib.context.commitments.promises import promises

WEDNESDAY = date(2026, 6, 3)


@pytest.mark.parametrize(
    ("sentence", "due"),
    [
        ("Let me dig out the old plans by Friday.", date(2026, 6, 5)),
        ("Le daremos una respuesta el viernes.", date(2026, 6, 5)),
        ("Pasado mañana hago la transferencia.", date(2026, 6, 5)),
        ("Iré a ver la avería mañana mismo.", date(2026, 6, 4)),
        ("Na segunda-feira levo-lhe as chaves suplentes.", date(2026, 6, 8)),
        ("Devolvemos o sinal no prazo de dez dias.", date(2026, 6, 13)),
        ("Nous vous rembourserons la caution dans un délai de dix jours.", date(2026, 6, 13)),
        ("Le devolveremos la fianza en un plazo de diez días.", date(2026, 6, 13)),
        ("Vi restituiremo la caparra nel giro di dieci giorni.", date(2026, 6, 13)),
        ("Wir erstatten Ihnen die Kaution binnen zehn Tagen.", date(2026, 6, 13)),
        ("We will refund the fee within ten days.", date(2026, 6, 13)),
        ("Da caleira tratamos nós até ao fim do mês.", date(2026, 6, 30)),
    ],
)
def test_a_promise_has_its_day(sentence: str, due: date) -> None:
    assert [(item.words, item.due) for item in promises(sentence, WEDNESDAY)] == [(sentence, due)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Necesitaremos su firma el lunes.",
        "Le agradeceremos una respuesta el lunes.",
        "Precisaremos da sua assinatura na segunda-feira.",
        "Gradiremo una risposta entro lunedì.",
        "Dejo las llaves en el cajón cuando salgo.",
        "Llevo desde el lunes esperando el plano.",
        "Levo desde segunda-feira à espera do plano.",
        "Passo os dias a pensar na casa.",
    ],
)
def test_a_need_a_wish_and_a_habit_are_no_promise(sentence: str) -> None:
    assert promises(sentence, WEDNESDAY) == ()
