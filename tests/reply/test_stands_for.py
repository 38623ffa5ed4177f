"""An equal figure supports only what is said of the same thing."""

import pytest

from tests.reply.test_draft_text import checked

ELSE = "the figure stands for something else: "


@pytest.mark.parametrize(
    ("letter", "draft"),
    [
        ("The rent is 4,000 euros.", "The deposit is 4,000 euros."),
        ("Our rent is 900 euros and the deposit was 2,700.", "The deposit was 900 euros."),
        ("My budget is 450,000 euros.", "The asking price is 450,000 euros."),
        ("The roof costs 12,000 euros.", "The kitchen costs 12,000 euros."),
        ("We have two dogs.", "Your two cats are welcome."),
        ("I have 3 children.", "The flat has 3 bathrooms."),
        ("The flat has 80 sqm.", "The garden has 80 sqm."),
        ("My flight is on Friday.", "The viewing is on Friday."),
        ("Die Miete beträgt 900 Euro.", "Die Mietkaution beträgt 900 Euro."),
        ("Le loyer est de 900 euros.", "La caution est de 900 euros."),
        ("El alquiler es de 900 euros.", "La fianza es de 900 euros."),
        ("L'affitto è di 900 euro.", "La cauzione è di 900 euro."),
        ("A renda é de 900 euros.", "A caução é de 900 euros."),
    ],
)
def test_an_equal_value_of_something_else_is_told(letter: str, draft: str) -> None:
    (mark,) = checked(draft, letter=letter).marks
    assert mark.kind == "not on file"
    assert mark.note.startswith(ELSE)
    assert mark.note.removeprefix(ELSE) in letter


@pytest.mark.parametrize(
    ("letter", "draft"),
    [
        ("We can spend up to 450,000 euros on a house.", "Your budget of 450,000 euros is noted."),
        ("My budget is 450,000 euros.", "Is 450,000 euros still right?"),
        ("There will be 60 guests at the wedding.", "We plan for 60 people."),
        ("I want to sell my house for 620,000 euros.", "Your asking price of 620,000 euros is realistic."),
        ("The boiler costs 4,000 euros to replace.", "A new boiler at 4,000 euros is a fair price."),
        ("We have 240,000 euros of our own money.", "As you bring 240,000 euros, the bank will be glad."),
        ("We would like to view the house on 3 July.", "See you on 3 July at the house."),
        ("Wir können bis zu 450.000 Euro ausgeben.", "Ihr Budget von 450.000 Euro ist notiert."),
        ("Notre loyer est de 900 euros.", "Le loyer de 900 euros reste le même."),
        ("A renda do apartamento é de 900 euros.", "O apartamento custa 900 euros por mês."),
        ("The rent of the flat is 900 euros.", "The flat costs 900 euros a month."),
        ("Cerchiamo casa fino a 280.000 euro.", "Il vostro limite di 280.000 euro è chiaro."),
    ],
)
def test_a_value_of_the_same_thing_is_supported_however_it_is_said(letter: str, draft: str) -> None:
    made = checked(draft, letter=letter)
    assert made.marks == ()
    assert [item.kind for item in made.sentences[0].supported] == ["message"]


@pytest.mark.parametrize("draft", ["Your rent isn't 900 euros.", "Your rent is not 900 euros."])
def test_who_denies_what_a_message_says_of_a_value_is_told(draft: str) -> None:
    (mark,) = checked(draft, letter="Hello. The rent is 900 euros.").marks
    assert (mark.kind, mark.words, mark.note) == ("polarity differs", "900 euros", "on file: The rent is 900 euros.")
