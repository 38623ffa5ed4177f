"""What was so, or is only told so, says nothing again and ends nothing; neither does what holds beside it."""

import pytest

from lib.context.evidence.changes import may_end
from lib.context.evidence.ended_states import has_ended
from lib.context.evidence.stated.standpoint import is_only_taken_back, only_was_so


def test_a_verb_of_what_was_tells_nothing_of_now() -> None:
    assert only_was_so("Budget is 650,000 euros.", "Our budget was 650,000 euros.")
    assert not only_was_so("Budget is 650,000 euros.", "Our budget is 650,000 euros, as it was.")
    assert not only_was_so("Budget was 650,000 euros.", "Our budget was 650,000 euros.")


def test_an_end_that_only_the_reader_told_is_none() -> None:
    needed = "Needs parking."
    assert is_only_taken_back(needed, "You wrote that we no longer need parking.", is_denial=True)
    assert not is_only_taken_back(needed, "I am sorry to say that we no longer need parking.", is_denial=True)


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Looks for a house.", "We have not stopped looking for a house."),
        ("Sucht ein Haus.", "Wir haben nicht aufgehört, ein Haus zu suchen."),
        ("Cherche une maison.", "Nous n'avons pas cessé de chercher une maison."),
        ("Busca casa.", "No hemos dejado de buscar casa."),
        ("Cerca casa.", "Non abbiamo smesso di cercare casa."),
        ("Procura casa.", "Não deixámos de procurar casa."),
    ],
)
def test_what_has_not_stopped_goes_on(text: str, quote: str) -> None:
    assert not has_ended(text, quote)


@pytest.mark.parametrize(
    ("old", "new", "quote"),
    [
        ("Rent is 900 euros.", "Electricity is 90 euros.", "Our electricity is 90 euros now."),
        ("Le loyer est de 900 euros.", "La voiture coûte 90 euros.", "La voiture coûte 90 euros par mois."),
        ("Allergic to nuts.", "Allergic to milk.", "I am allergic to milk."),
    ],
)
def test_what_holds_beside_it_ends_nothing(old: str, new: str, quote: str) -> None:
    assert not may_end(old, new, [quote])


def test_another_value_of_it_may_end_it() -> None:
    assert may_end("Rent is 900 euros.", "Rent is 950 euros.", ["Our rent is 950 euros now."])
    assert may_end("Allergic to nuts.", "Eats nuts.", ["I outgrew it and eat nuts again."])
