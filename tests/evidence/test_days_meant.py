"""Days that are meant from the day of writing, in six languages: a date and the words for its day say the same."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from lib.context.evidence.grounding import unsupported
from lib.context.evidence.relatedness import says
from tests.context.test_policy import judged, mail, rule
from tests.support.site import add, restate

THURSDAY = datetime(2026, 6, 4, 10, tzinfo=UTC)
SAME_DAY = [
    ("The viewing is on 5 June 2026.", "The viewing is this Friday."),
    ("Der Termin ist am 5. Juni.", "Der Termin ist diesen Freitag."),
    ("La visite est le 5 juin.", "La visite est ce vendredi."),
    ("La cita es el 5 de junio.", "La cita es este viernes."),
    ("La visita è il 5 giugno.", "La visita è questo venerdì."),
    ("A visita é no dia 5 de junho.", "A visita é esta sexta-feira."),
    ("A visita é no dia 5 de junho.", "A visita é esta sexta."),
    ("The dinner is on 6 June.", "The dinner is the day after tomorrow."),
    ("Das Essen ist am 6. Juni.", "Das Essen ist übermorgen."),
    ("Le dîner est le 6 juin.", "Le dîner est après-demain."),
    ("La cena es el 6 de junio.", "La cena es pasado mañana."),
    ("La cena è il 6 giugno.", "La cena è dopodomani."),
    ("O jantar é no dia 6 de junho.", "O jantar é depois de amanhã."),
    ("Das Essen ist am Samstag.", "Das Essen ist übermorgen."),
    ("Le dîner est samedi.", "Le dîner est après-demain."),
    ("O jantar é no sábado.", "O jantar é depois de amanhã."),
]
"""Two ways to say one day; each says the other."""


@pytest.mark.parametrize(("text", "quote"), [*SAME_DAY, *((quote, text) for text, quote in SAME_DAY)])
def test_a_date_and_what_it_is_called_from_the_day_of_writing_say_the_same(text: str, quote: str) -> None:
    assert unsupported(text, [(quote, THURSDAY)]) == ()
    assert says(text, [quote], sent=[THURSDAY]) == "yes"


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Arrives on 6 June.", "J'arrive apres-demain."),
        ("Kommt am 6. Juni.", "Ich komme uebermorgen."),
        ("Viene el 6 de junio.", "Vengo pasado manana."),
        ("Chega no dia 6 de junho.", "Chego depois de amanha."),
        ("Arriva il 6 giugno.", "Arrivo dopo domani."),
        ("Comes on 12 June.", "I'm coming on Friday of next week."),
        ("Kommt am 12. Juni.", "Ich komme nächste Woche Freitag."),
        ("Arrive le 12 juin.", "J'arrive vendredi de la semaine prochaine."),
        ("Viene el 12 de junio.", "Vengo el viernes de la semana que viene."),
        ("Arriva il 12 giugno.", "Arrivo venerdì della prossima settimana."),
        ("Chega no dia 12 de junho.", "Chego na sexta da próxima semana."),
    ],
)
def test_days_are_known_without_their_accents_and_in_the_week_after(text: str, quote: str) -> None:
    assert unsupported(text, [(quote, THURSDAY)]) == ()


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("The viewing is on 12 June.", "The viewing is this Friday."),
        ("The viewing is this Friday.", "The viewing is on Friday 12 June."),
        ("Der Termin ist diesen Freitag.", "Der Termin ist am Freitag, den 12. Juni."),
        ("La cena es mañana.", "La cena es pasado mañana."),
        ("Le dîner est demain.", "Le dîner est après-demain."),
        ("O jantar é amanhã.", "O jantar é depois de amanhã."),
        ("La cena è domani.", "La cena è dopodomani."),
        ("La cena es el 5 de junio.", "La cena es pasado mañana."),
        ("Viene el 5 de junio.", "Vengo el viernes de la semana que viene."),
        ("A visita é no dia 5 de junho.", "É a sexta edição da visita."),
    ],
)
def test_another_day_is_not_said(text: str, quote: str) -> None:
    assert unsupported(text, [(quote, THURSDAY)])


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Nous devons libérer notre location fin juin.", "On nous laisse la location jusqu'à fin septembre."),
        ("Nos mudamos a finales de junio.", "Nos mudamos a finales de septiembre."),
        ("Il trasloco è a fine giugno.", "Il trasloco è a fine settembre."),
        ("A mudança é no fim de junho.", "A mudança é no fim de setembro."),
    ],
)
def test_another_month_in_small_letters_is_not_said(text: str, quote: str) -> None:
    assert unsupported(text, [(quote, THURSDAY)])


OTHER_PERIODS = """
We travel this week. | We travel next week.
The move is next month. | The move is this month.
We pay rent next year. | We pay rent last year.
We come this weekend. | We come next weekend.
Wir reisen diese Woche. | Wir reisen nächste Woche.
Der Umzug ist nächsten Monat. | Der Umzug ist diesen Monat.
Der Umzug ist dieses Jahr. | Der Umzug ist nächstes Jahr.
Wir kommen dieses Wochenende. | Wir kommen nächstes Wochenende.
Nous voyageons cette semaine. | Nous voyageons la semaine prochaine.
Le déménagement est le mois prochain. | Le déménagement est ce mois-ci.
La vente est cette année. | La vente est l'année prochaine.
Nous venons ce week-end. | Nous venons le week-end prochain.
Viajamos esta semana. | Viajamos la próxima semana.
La mudanza es el mes que viene. | La mudanza es este mes.
La venta es este año. | La venta es el año que viene.
Venimos este fin de semana. | Venimos el próximo fin de semana.
Viaggiamo questa settimana. | Viaggiamo la settimana prossima.
Il trasloco è il mese prossimo. | Il trasloco è questo mese.
La vendita è quest'anno. | La vendita è l'anno prossimo.
Veniamo questo fine settimana. | Veniamo il prossimo fine settimana.
Viajamos esta semana. | Viajamos na próxima semana.
A mudança é no próximo mês. | A mudança é este mês.
A venda é este ano. | A venda é no próximo ano.
Vimos este fim de semana. | Vimos no próximo fim de semana.
The event is this evening. | The event is tomorrow evening.
The fair is this summer. | The fair is next summer.
""".strip().split("\n")


def test_another_week_month_or_year_is_another_time() -> None:
    for said, other in (pair.split(" | ") for pair in OTHER_PERIODS):
        first, later = mail("m1", said, at=1), mail("m2", other, at=3)
        fact = replace(judged((), add(said, said), read=(first,)).facts[0], id=7)
        assert rule((fact,), restate("f1", other), later) == ("rejected", "not_said_again"), other
        assert rule((), add(said, other), later) == ("rejected", "unsupported"), other


@pytest.mark.parametrize(
    ("text", "words", "outcome"),
    [
        ("Arrives next week.", "We arrive on Tuesday 9 June.", "applied"),
        ("Arrives this week.", "We arrive on Tuesday 9 June.", "rejected"),
        ("Arrives next month.", "We arrive on 3 July.", "applied"),
        ("Arrives next week.", "We arrive the week after next.", "rejected"),
        ("Kommt nächste Woche.", "Wir kommen am Dienstag, den 9. Juni.", "applied"),
        ("La livraison arrive la semaine prochaine.", "La livraison arrive le mardi 9 juin.", "applied"),
    ],
)
def test_a_week_or_month_is_said_by_a_day_of_it(text: str, words: str, outcome: str) -> None:
    assert rule((), add(text, words), mail("m1", words, at=2))[0] == outcome
