"""What may end a fact: the same predicate of the same thing; not another case or month, nor a place that is liked."""

import pytest

from lib.context.evidence.changes import may_end
from lib.context.evidence.ended_states import has_ended, settles
from lib.context.text.values.identifiers import names_another

APART = [
    ("Case number 8812.", "Case 8813 is closed."),
    ("Invoice RE-400 is overdue.", "Invoice RE-401 is paid."),
    ("The invoice of March is overdue.", "The invoice of May is paid."),
    ("Room 12 is booked.", "Room 14 is too loud."),
    ("Vorgang Nummer 8812 ist offen.", "Vorgang 8813 ist erledigt."),
    ("Le dossier 8812 est ouvert.", "Le dossier 8813 est clos."),
    ("Daughter Mia plays the harp.", "Daughter Mia likes ponies."),
    ("Tochter Mia spielt Harfe.", "Tochter Mia mag Ponys."),
    ("Lives in Leeds.", "I like York now."),
    ("Lives in Rome.", "I like Milan now."),
    ("Lebt in Rom.", "Ich mag jetzt Mailand."),
    ("Vit à Rome.", "J'aime Milan maintenant."),
    ("Vive en Roma.", "Ahora me gusta Milán."),
    ("Vive a Roma.", "Adesso mi piace Milano."),
    ("Mora em Roma.", "Agora gosto de Milão."),
    ("Lives in Rome.", "I am in Milan for a trade fair now."),
    ("Wohnt in Köln.", "Wir sind jetzt für zwei Wochen in Berlin."),
    ("Has a house in Leeds.", "The house in Leeds has a new roof now."),
    ("Drives a van.", "The van needs new tyres now."),
    ("Wants to sell the barn.", "We now have bats at the barn."),
    ("Is vegetarian.", "The cat eats meat again."),
    ("Has a dog.", "We have a cat now."),
    ("Speaks German.", "We have a German car now."),
    ("Budget is 400,000.", "The house next door sold for 450,000."),
    ("Has a car.", "I sold the boat."),
    ("We have a dog.", "We sold the dog kennel."),
    ("I play the piano.", "We sold the piano stool."),
    ("Owns a boat.", "We sold the boat's trailer."),
    ("Wants a garden.", "We left the garden party early."),
    ("Needs parking.", "The parking ticket has expired."),
    ("Is looking for a house.", "We found the house keys."),
    ("Nous avons un chien.", "On a vendu la niche du chien."),
    ("Tenemos un perro.", "Vendimos la caseta del perro."),
    ("Abbiamo un cane.", "Abbiamo venduto la cuccia del cane."),
    ("Temos um cão.", "Vendemos a casota do cão."),
    ("Lara raucht.", "Tom raucht nicht mehr."),
    ("Tom raucht.", "Lara raucht nicht mehr, Tom schon."),
]


@pytest.mark.parametrize(("old", "new"), APART)
def test_another_thing_or_predicate_ends_nothing(old: str, new: str) -> None:
    assert not may_end(old, new, [new])
    assert not has_ended(old, new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Allergic to nuts.", "We ran out of nuts."),
        ("Allergic to nuts.", "We no longer sell nuts."),
        ("We meet on Fridays.", "I was not in on Friday."),
    ],
)
def test_what_is_denied_of_another_matter_ends_no_allergy_and_no_habit(old: str, new: str) -> None:
    assert not may_end(old, new, [new])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Case number 8812.", "The case number is now 8813."),
        ("We are in room 12.", "They moved us to room 14."),
        ("Saturday 5 September 2026.", "We have to move everything to Saturday 19 September."),
        ("The course is on 20 June.", "It is on 27 June, no longer on the 20th."),
        ("Samstag, 5. September", "Wir müssen alles auf den 19. September verlegen."),
        ("I work at the brewery.", "I have a new job at the dairy."),
        ("Arbeitet in der Brauerei.", "Ich habe eine neue Stelle in der Molkerei."),
        ("Wir wohnen in Köln.", "Wir sind nach Bonn umgezogen."),
        ("I am single.", "I got married in May."),
        ("I can only come in the afternoons.", "Mornings are better for me, around eleven."),
        ("Solo puedo venir por la tarde.", "Mejor por la mañana, sobre las once."),
        ("The van takes our drums to Lagos.", "The van was scrapped."),
        ("A carrinha leva os tambores para Lagos.", "A carrinha foi para a sucata."),
        ("We want no animals.", "I have changed my mind, a small dog is fine."),
        ("Our terms are 30 days.", "From April we ask for a deposit of 40 percent."),
        ("Precisamos de dois quartos.", "Agora precisamos de três quartos."),
        ("We have a dog.", "Our dog fell ill and died."),
        ("Owns a boat.", "We sold the boat last week."),
        ("Ma belle-mère ne mange pas de porc.", "Ma belle-mère remange du porc."),
        ("Anna smokes.", "Anna no longer smokes."),
        ("Allergic to nuts.", "The allergy to nuts has gone, I eat nuts again."),
        ("Pago 30 euros de quota.", "A quota aumentou para 36 euros."),
    ],
)
def test_a_newer_value_of_the_same_thing_may_end_it(old: str, new: str) -> None:
    assert may_end(old, new, [new])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("I have a boat.", "I sold the boat in March."),
        ("Ich habe einen Hund.", "Unser Hund ist leider gestorben."),
        ("Works at the docks.", "I quit my job at the docks."),
        ("Has a piano.", "We gave our piano away."),
    ],
)
def test_what_was_sold_lost_or_left_holds_no_longer(old: str, new: str) -> None:
    assert has_ended(old, new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("I have a boat.", "If I sold the boat I would buy a van."),
        ("I have a boat.", "My brother sold his boat."),
        ("I have two boats.", "I sold 3 boats."),
        ("I have a boat.", "I would like to sell the boat."),
    ],
)
def test_what_might_be_sold_or_is_somebody_elses_does(old: str, new: str) -> None:
    assert not has_ended(old, new)


def test_one_case_is_told_from_another_by_number_or_month() -> None:
    assert names_another("Case 8812 is open", "case 8813 is closed")
    assert names_another("The March invoice", "the invoice of May")
    assert not names_another("Case 8812 is open", "case 8812 is closed")
    assert not names_another("Case 8812 is open", "the case number is 8813")
    assert not names_another("Case 8812 is open", "the matter is closed")
    assert not settles("The March invoice is overdue.", "The May invoice is paid.")
