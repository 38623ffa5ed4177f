"""Which part of a month is meant is compared: its end is not its middle."""

from datetime import UTC, datetime

import pytest

from lib.context.evidence.grounding import unsupported
from lib.context.text.values.spans.period_parts import missing_parts, without_parts

SENT = datetime(2026, 6, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Moves in early May 2027.", "We move in mid-May 2027."),
        ("Zieht Ende Mai 2027 um.", "Wir ziehen Mitte Mai 2027 um."),
        ("Déménage fin mai 2027.", "Nous déménageons début mai 2027."),
        ("Se muda a finales de mayo de 2027.", "Nos mudamos a principios de mayo de 2027."),
        ("Trasloca a fine maggio 2027.", "Traslochiamo a inizio maggio 2027."),
        ("Muda-se no fim de maio de 2027.", "Mudamo-nos no início de maio de 2027."),
        ("Moves at the start of next week.", "We move at the end of next week."),
        ("Moves in early May 2027.", "We move on 28 May 2027."),
        ("Moves in early May 2027.", "We move in May 2027."),
    ],
)
def test_another_part_is_missing(text: str, said: str) -> None:
    assert unsupported(text, [(said, SENT)]) != ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Moves in the middle of May 2027.", "We move in mid-May 2027."),
        ("Moves in early May 2027.", "We move on 3 May 2027."),
        ("Zieht Mitte Mai 2027 um.", "Wir ziehen Mitte Mai 2027 um."),
        ("Déménage mi-mai 2027.", "Nous déménageons à la mi-mai 2027."),
        ("Se muda a mediados de mayo de 2027.", "Nos mudamos a mediados de mayo de 2027."),
        ("Moves in May 2027.", "We move at the end of May 2027."),
    ],
)
def test_the_same_part_in_other_words_is_there(text: str, said: str) -> None:
    assert unsupported(text, [(said, SENT)]) == ()


def test_a_weekend_and_the_end_of_something_else_are_no_part() -> None:
    assert missing_parts("Viene il fine settimana.", ["Veniamo a inizio settimana."]) == ()
    assert without_parts("We live at the end of the road.") == "We live at the end of the road."
