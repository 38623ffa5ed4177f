"""What the check of a draft takes for a value, and what only looks like one."""

import pytest

from tests.reply.test_draft_text import checked


def unknown(draft: str, letter: str = "Hello, we are well. Guten Tag. Bonjour. Buongiorno. Boa tarde.") -> list[str]:
    return [mark.words for mark in checked(draft, letter=letter).marks]


@pytest.mark.parametrize(
    "draft",
    [
        "At first we were not sure.",
        "First of all, thank you for your patience.",
        "Second, the price.",
        "In erster Linie geht es um den Preis.",
        "En premier lieu, merci beaucoup.",
        "C'est la première fois que nous en parlons.",
        "Es la primera vez que hablamos.",
        "Le rispondo il prima possibile.",
        "Ci vediamo prima della cena.",
        "Secondo noi va bene.",
        "Em primeiro lugar, obrigado.",
        "Segundo nós, está bem.",
    ],
)
def test_a_phrase_with_the_word_for_a_number_counts_nothing(draft: str) -> None:
    assert unknown(draft) == []


@pytest.mark.parametrize(
    ("draft", "words"),
    [("The second floor is free.", "second"), ("Il secondo piano è libero.", "secondo"), ("La prima è mia.", "prima")],
)
def test_the_word_for_a_number_counts_elsewhere(draft: str, words: str) -> None:
    assert unknown(draft) == [words]


@pytest.mark.parametrize(
    ("letter", "draft", "words"),
    [
        ("The invoice INV-2026-0042 is paid.", "The invoice INV-2026-0042 is paid.", []),
        (
            "The invoice INV-2026-0042 is paid.",
            "The invoice INV 2026/0043 or INV-2026-0043 is paid.",
            ["INV-2026-0043"],
        ),
        ("Die Rechnung 2026-118 ist da.", "Die Rechnung RE-2026-118 ist da.", []),
        ("Die Rechnung RE-2026-118 ist da.", "Die Rechnung 118 ist da.", []),
        ("Die Rechnung RE-2026-118 über 12 Euro ist da.", "Die Rechnung RE-2026-12 ist da.", ["RE-2026-12"]),
        ("Die Rechnung RE-2026-118 ist da.", "Die Gutschrift GU-2026-118 ist da.", ["GU-2026-118"]),
        ("A fatura FT 2026/18 chegou.", "A fatura FT-2026/18 chegou, mas a FT-2026/81 não.", ["FT-2026/81"]),
    ],
)
def test_the_number_of_a_bill_is_one_value(letter: str, draft: str, words: list[str]) -> None:
    found = [word for word in unknown(draft, letter) if word.startswith(("INV-", "RE-", "GU-", "FT-"))]
    assert found == words


@pytest.mark.parametrize(
    ("letter", "draft", "words"),
    [
        ("Il tavolo è per le 20:30.", "Ci vediamo alle 20.30.", []),
        ("Il tavolo è per le 20:30.", "Ci vediamo alle 21.30.", ["alle 21.30"]),
        ("Wir kommen um 17:45 Uhr.", "Sie kommen um 17.45.", []),
        ("We arrive at 5:45 pm.", "You arrive at 17.45.", []),
        ("The price rose.", "The price rose by 20.30 euros.", ["20.30 euros"]),
    ],
)
def test_an_hour_with_a_dot_is_the_hour_with_a_colon(letter: str, draft: str, words: list[str]) -> None:
    assert unknown(draft, letter) == words


@pytest.mark.parametrize(
    "draft",
    [
        "Thank you for your message of {}.",
        "I refer to your e-mail dated {}.",
        "Vielen Dank für Ihre Nachricht vom {}.",
        "Merci pour votre lettre du {}.",
        "Gracias por su correo del {}.",
        "Grazie per il suo messaggio del {}.",
        "Obrigado pela sua mensagem de {}.",
    ],
)
def test_the_day_of_a_letter_is_known_by_when_it_came(draft: str) -> None:
    assert unknown(draft.format("30.06.2026")) == []
    assert unknown(draft.format("28.06.2026")) == ["28.06.2026"]
    assert unknown("The viewing is on 30.06.2026.") == ["30.06.2026"]


@pytest.mark.parametrize(
    "draft",
    [
        "Wir danken für Ihre Geduld.",
        "Vielen Dank für Ihre Nachricht.",
        "Wir bestätigen den Eingang Ihrer Zahlung.",
        "Wenn Sie Fragen haben, rufen Sie gern an.",
        "Gern helfen wir Ihnen Samstag weiter, wenn Sie Zeit haben.",
        "Danke für Dein Vertrauen.",
    ],
)
def test_a_noun_behind_a_word_of_address_is_no_name(draft: str) -> None:
    letter = "Guten Tag, die Zahlung ist am Samstag raus. Mein Steuerberater ist Herr Lenz."
    assert unknown(draft, letter) == []
    assert unknown("Ihr Steuerberater Herr Lanz weiß das.", letter) == ["Lanz"]


@pytest.mark.parametrize(
    ("draft", "words"),
    [
        ("Bei Fragen sind wir gern da.", []),
        ("Die Zahlung geht in Ordnung.", []),
        ("Nach Rücksprache melden wir uns in Kürze.", []),
        ("Wir wohnen in Radebeul.", ["Radebeul"]),
    ],
)
def test_a_noun_behind_a_german_preposition_is_no_place(draft: str, words: list[str]) -> None:
    letter = "Guten Tag, die Zahlung ist am Samstag raus. Mein Steuerberater ist Herr Lenz."
    assert [mark.words for mark in checked(draft, letter=letter).marks if mark.kind == "not on file"] == words
