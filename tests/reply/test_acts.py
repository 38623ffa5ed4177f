"""Words by which a draft claims that something was done, and what sounds alike and claims nothing."""

import pytest

from lib.context.reply.acts import acts
from lib.context.reply.on_file import OnFile


def claimed(sentence: str) -> list[str]:
    return [sentence[act.start : act.end] for act in acts(sentence, OnFile(()))]


@pytest.mark.parametrize(
    "sentence",
    [
        "I have not yet spoken to the landlord.",
        "We never received the contract.",
        "Ich habe noch nicht mit ihm gesprochen.",
        "Wir haben den Vertrag nie erhalten.",
        "Nous n'avons pas encore reçu le contrat.",
        "Aún no he hablado con él.",
        "No le he enviado el contrato.",
        "Non ho parlato con il proprietario.",
        "Non l'ho ancora verificato.",
        "Ainda não falei com ele.",
        "Não lhe enviei o contrato.",
    ],
)
def test_what_was_not_done_is_no_claim(sentence: str) -> None:
    assert claimed(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "act"),
    [
        ("We never received it, but I have called the bank.", "I have called"),
        ("I have checked that it is not included.", "I have checked"),
        ("Ich habe nicht nur mit ihm gesprochen.", "Ich habe nicht nur mit ihm gesprochen"),
        ("No, he hablado con él.", "he hablado"),
        ("Reencaminhei-lhe o contrato.", "Reencaminhei"),
    ],
)
def test_a_negation_of_something_else_leaves_the_claim(sentence: str, act: str) -> None:
    assert claimed(sentence) == [act]
