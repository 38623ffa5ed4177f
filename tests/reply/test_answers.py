"""Which questions a draft leaves open, and how it addresses its reader, in six languages."""

from datetime import UTC, datetime

import pytest

from lib.context.brief.questions import asked
from lib.context.engine.derived import SourceRows
from lib.context.engine.state import State
from lib.context.evidence.quotes.correspondence import correspondence_of
from lib.context.model import Contact, Interaction, SystemLinks
from lib.context.records import Mark
from lib.context.reply.check import check
from tests.support.site import ANNA, day

NOBODY = Contact(ANNA, "Anna Berg", email=None, phone=None, company=None, created_at=datetime(2026, 1, 1, tzinfo=UTC))


def state(*messages: tuple[str, str]) -> State:
    interactions = tuple(
        Interaction(
            f"m{number}",
            ANNA,
            "email",
            "in" if author == "contact" else "out",
            author,
            author_name=None,
            thread_id="t1",
            subject=None,
            body=body,
            is_bulk=False,
            occurred_at=day(number),
            ended_at=None,
            changed_at=day(number),
        )
        for number, (author, body) in enumerate(messages)
    )
    rows = SourceRows(
        NOBODY, correspondence_of(interactions).sources, deals=(), links=SystemLinks(), labels=(), suggestions=()
    )
    return State(rows, (), None, (), Mark(0, 0, 0))


def lacks(draft: str, *messages: tuple[str, str]) -> list[tuple[str, str]]:
    found = check(state(*messages), "t1", draft, now=day(30))
    return [(lack.kind, lack.note) for lack in found.lacks]


def left_open(draft: str, letter: str) -> list[str]:
    told = [note for kind, note in lacks(draft, ("contact", letter)) if kind == "unanswered"]
    return [note.removeprefix("the question ").removesuffix(" is not answered").strip('"') for note in told]


@pytest.mark.parametrize(
    ("letter", "draft", "open_ones"),
    [
        ("Is there a well? I look forward to your reply.", "There is a well.", []),
        ("Ist der Ofen neu? Ich freue mich auf Ihre Antwort, Ute Behn", "Der Ofen ist neu.", []),
        ("Le puits est-il profond ? Merci d'avance.", "Le puits est profond.", []),
        ("¿Es nuevo el tejado? Quedo a la espera de su respuesta.", "El tejado es nuevo.", []),
        ("Il pozzo è profondo? In attesa di un Suo riscontro, Fulvio Neri", "Il pozzo è profondo.", []),
        ("O poço é fundo? Fico a aguardar a sua resposta.", "O poço é fundo.", []),
        ("Please call me back.", "Good evening to you.", ["Please call me back."]),
    ],
)
def test_who_waits_for_an_answer_asks_nothing_more_by_it(letter: str, draft: str, open_ones: list[str]) -> None:
    assert left_open(draft, letter) == open_ones


@pytest.mark.parametrize(
    ("letter", "draft"),
    [
        ("Is the barn dry?", "Hello Anna, yes, all year round."),
        ("Ist die Scheune trocken?", "Sehr geehrte Frau Berg, ja, das ganze Jahr über."),
        ("Salut Tom, tu as vu le maçon ?", "Le maçon n'est pas venu."),
        ("Could you tell me who owns the field?", "The parish owns the field."),
        ("Können Sie mir sagen, wer der Verwalter ist?", "Die Verwaltung macht das Büro nebenan."),
        ("Pourriez-vous m'indiquer l'adresse du notaire ?", "L'étude se trouve 12 rue des Lilas."),
        ("Which company did the survey?", "It was Harker Ltd."),
        ("À quelle date le gîte est-il libre ?", "Il se libère mi-juillet."),
        ("When is the keeper back?", "He returns next week."),
    ],
)
def test_what_answers_a_question_is_seen_behind_greetings_and_polite_words(letter: str, draft: str) -> None:
    assert left_open(draft, letter) == []


@pytest.mark.parametrize(
    ("letter", "draft"),
    [
        ("La cave est-elle comprise dans le loyer ?", "Bonjour, l'appartement sera libre le 15 juillet."),
        ("What does delivery cost?", "It can be with you within three days."),
        ("Was kostet der Stellplatz?", "Der Stellplatz ist in zwei Wochen frei."),
    ],
)
def test_a_word_of_the_same_matter_or_a_figure_of_another_answers_nothing(letter: str, draft: str) -> None:
    assert left_open(draft, letter) == [letter]


@pytest.mark.parametrize(
    ("ours", "draft"),
    [
        ("Sehr geehrte Frau Berg, gern beantworte ich alles.", "Sehr geehrte Frau Berg, sag mir, ob es dir passt."),
        ("Bonjour Madame, je vous remercie.", "Bonjour Madame, je te remercie de ton message."),
        ("Estimada señora Berg, le agradezco su mensaje.", "Hola Ana, te espero en el taller el jueves."),
        ("Gentile signora Berg, resto a disposizione.", "Ciao Anna, puoi venire giovedì alle nove."),
        ("Cara senhora Berg, envio a planta da casa.", "Olá Ana, podes vir na quinta-feira às nove."),
    ],
)
def test_one_word_is_enough_to_be_informal(ours: str, draft: str) -> None:
    ((kind, note),) = lacks(draft, ("us", ours))
    assert (kind, note) in {
        ("form of address", f"the draft is {told}, we are formal") for told in ("informal", "informal in places")
    }


def test_a_greeting_in_a_question_does_not_hide_what_answers_it() -> None:
    ours = state(
        ("us", "The boathouse leaks in heavy rain."), ("contact", "Good morning dear Tom, does the boathouse leak?")
    )
    (mine, theirs) = ours.rows.sources
    ((question,), older) = asked([theirs], facts=(), deals=(), ours=[mine])
    assert (question.answer and question.answer.text, older) == ("The boathouse leaks in heavy rain.", 0)


@pytest.mark.parametrize(
    ("asked_in", "draft", "is_open"),
    [
        ("Who decides this at your place?", "Dear Anna,\n\nwe are sorry.\n\nYours,\nRita", True),
        ("Who decides this at your place?", "We are sorry, Anna. Yours, Rita", True),
        ("Who decides this at your place?", "Rita Melo decides this.\n\nYours, Tom", False),
        ("Wer entscheidet das bei Ihnen?", "Liebe Anna,\n\nes tut uns leid.\n\nViele Grüße\nTom", True),
        ("Qui décide cela chez vous ?", "Chère Anna,\n\nnous sommes désolés.\n\nCordialement, Luc", True),
        ("¿Quién decide esto en su casa?", "Estimada Anna:\n\nlo sentimos.\n\nUn saludo,\nPablo", True),
        ("Chi decide da voi?", "Gentile Anna,\n\nci dispiace.\n\nCordiali saluti,\nPaolo", True),
        ("Quem decide isto aí?", "Cara Anna,\n\nlamentamos.\n\nCumprimentos,\nRui", True),
        ("Wer entscheidet das bei Ihnen?", "Das entscheidet Frau Huber.\n\nViele Grüße\nTom", False),
    ],
)
def test_whom_a_draft_greets_and_who_signs_it_answer_nothing(asked_in: str, draft: str, is_open: bool) -> None:
    assert left_open(draft, asked_in) == [asked_in] * is_open
