"""A fact's text states something: a question or a request is none, what the contact asks for may be told."""

import pytest

from tests.context.test_policy import BUDGET, mail, rule
from tests.support.site import add, contradict

ASKED = [
    "Könnten Sie uns bitte die Preisliste schicken?",
    "Könnten Sie uns die Preisliste schicken.",
    "Could you send us the price list",
    "Can you please send us the price list?",
    "How much is the corkage per bottle",
    "Pourriez-vous nous envoyer la liste des prix.",
    "Vous pouvez nous envoyer la liste des prix",
    "Nos podría enviar la lista de precios.",
    "Podrían enviarnos la lista de precios.",
    "Potete mandarci il listino prezzi.",
    "Ci potrebbe mandare il listino prezzi.",
    "Pode enviar-nos a lista de preços.",
    "Podiam enviar-nos a lista de preços.",
]


@pytest.mark.parametrize("words", ASKED)
@pytest.mark.parametrize("op", ["add", "contradict"])
def test_a_question_is_no_fact(words: str, op: str) -> None:
    proposal = add(words, words) if op == "add" else contradict("f1", words, words)
    assert rule((BUDGET,), proposal, mail("m1", f"Hello. {words}")) == ("rejected", "no_statement")


@pytest.mark.parametrize("text", ["¿La casa tiene piscina?", "Vous avez une salle pour vingt personnes ?"])
def test_a_text_with_the_mark_of_a_question_is_no_fact(text: str) -> None:
    words = f"{text.strip('¿? ')}."
    assert rule((), add(text, words), mail("m1", words)) == ("rejected", "no_statement")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Asks for the price list.", "Could you send us the price list?"),
        ("Bittet um die Preisliste.", "Könnten Sie uns die Preisliste schicken?"),
        ("Please send invoices to pay@berg.example.", "Please send invoices to pay@berg.example."),
        ("Bitte nur vormittags anrufen.", "Bitte nur vormittags anrufen."),
        ("Können am Samstag nicht kommen.", "Wir können am Samstag nicht kommen."),
        ("Appelez-moi plutôt le matin.", "Appelez-moi plutôt le matin."),
        ("We can do Mondays only.", "We can do Mondays only."),
        ("Posso arrivare a 420mila.", "Posso arrivare a 420mila."),
        ("Kann mittwochs nicht mehr.", "Mittwochs kann ich nicht mehr."),
        ("Possono venire solo di lunedì.", "Possono venire solo di lunedì, i miei soci."),
    ],
)
def test_what_is_asked_for_may_be_told_and_a_wish_is_a_statement(text: str, words: str) -> None:
    assert rule((), add(text, words), mail("m1", words)) == ("applied", "new")
