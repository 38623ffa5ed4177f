"""A statement joined from two sentences about two things is none that anybody made."""

import pytest

from lib.context.evidence.stated.joined import is_joined

JOINED = (
    ("The party will be at the Marina Club.", "The Marina Club is nice. The party will be fun."),
    ("The party will be at the Marina Club.", "The party will be fun. We had lunch at the Marina Club."),
    ("The party is at the Marina Club.", "The party is close now. My office is at the Marina Club."),
    ("The wedding is on 9 June 2027.", "The wedding will be lovely. Paul lands on 9 June 2027."),
    ("Lives in Munich.", "We live well. We were in Munich last week."),
    ("Rent is 700 euros.", "Our rent is fair. The new fridge was 700 euros."),
    ("Das Fest findet im Hotel Adler statt.", "Das Hotel Adler ist schön. Das Fest findet großen Anklang."),
    ("La fête aura lieu au Château Noir.", "La fête sera belle. Nous avons dîné au Château Noir."),
    ("La fiesta será en Casa Ramón.", "La fiesta será divertida. Comimos en Casa Ramón."),
    ("La festa sarà a Villa Serena.", "La festa sarà bella. Abbiamo mangiato a Villa Serena."),
    ("A festa será na Quinta Nova.", "A festa será divertida. Almoçámos na Quinta Nova."),
)
TOLD = (
    ("The party will be at the Marina Club.", "We have moved the party. It will be at the Marina Club."),
    ("The party will be at the Marina Club.", "About the party: we had to change. We go to the Marina Club instead."),
    ("The wedding is on 9 June 2027.", "We had to move the wedding. The new date is 9 June 2027."),
    ("Has two children, Tom and Lisa.", "We have two children. They are called Tom and Lisa."),
    ("Needs a quote for the roof by 3 May 2027.", "We need a quote for the roof. Please send it by 3 May 2027."),
    ("Budget for the house is 60,000 euros.", "We lost the loan for the house. We can only spend 60,000 euros."),
    ("Die Kita ist in Ottensen.", "Unsere Kita ist umgezogen. Sie ist jetzt in Ottensen."),
    ("Le mariage est le 9 juin 2027.", "Nous avons reporté le mariage. La nouvelle date est le 9 juin 2027."),
    ("Busca piso en Madrid por 900 euros.", "Buscamos piso en Madrid. Podemos pagar 900 euros."),
    ("La festa sarà a Villa Serena.", "Abbiamo spostato la festa. Sarà a Villa Serena."),
    ("A festa será na Quinta Nova.", "Mudámos a festa de sítio. Será na Quinta Nova."),
)


@pytest.mark.parametrize(("text", "said"), JOINED)
def test_a_value_of_another_matter_is_none_of_the_statement(text: str, said: str) -> None:
    assert is_joined(text, [said])


@pytest.mark.parametrize(("text", "said"), TOLD)
def test_a_sentence_goes_on_about_what_was_spoken_of(text: str, said: str) -> None:
    assert not is_joined(text, [said])


def test_the_same_holds_of_two_quotes_and_one_sentence_alone_is_never_joined() -> None:
    assert is_joined("The party will be at the Marina Club.", ["The Marina Club is nice.", "The party will be fun."])
    assert not is_joined("The party will be at the Marina Club.", ["The party, at the Marina Club, will be fun."])
