"""Whose words a statement of the client rests on: not other people's, and not on what might be."""

import pytest

from lib.context.evidence.stated.standpoint import is_not_the_clients, is_of_others


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Lives in Milan.", "My brother lives in Milan."),
        ("Vive a Milano.", "Mio fratello vive a Milano."),
        ("Vive en Milán.", "Mi hermano vive en Milán."),
        ("Mora em Milão.", "O meu irmão mora em Milão."),
        ("Mag Opern.", "Meine Frau mag Opern."),
        ("Has a leak in the kitchen.", "The tenant writes that there is a leak in the kitchen."),
        ("La cuisine a une fuite.", "La locataire m'écrit que la cuisine a une fuite."),
        ("Wants to sell the barn.", "My neighbour says that he wants to sell the barn."),
        ("Would sell the boat.", "If we sold the boat we would buy a van."),
    ],
)
def test_what_others_do_or_say_is_not_the_clients(text: str, quote: str) -> None:
    assert is_not_the_clients(text, quote)


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Brother lives in Milan.", "My brother lives in Milan."),
        ("Tenant has a leak in the kitchen.", "The tenant writes that there is a leak in the kitchen."),
        ("School starts in May.", "The children start school in May."),
        ("Has two children.", "My wife and I have two children."),
        ("Wants a garden.", "I told my wife that I want a garden."),
        ("Prefers the table at the window.", "My parents are visiting. We prefer the table at the window."),
        ("Wants a garden.", "If possible we want a garden."),
    ],
)
def test_what_the_client_says_of_themselves_or_of_those_whom_it_names_is(text: str, quote: str) -> None:
    assert not is_not_the_clients(text, quote)


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Tiene dos hijas mayores.", "tenemos dos hijas mayores y un perro"),
        ("Tem dois filhos.", "temos dois filhos e uma casa grande"),
    ],
)
def test_a_word_that_only_begins_like_of_makes_nothing_another_persons(text: str, quote: str) -> None:
    assert is_of_others(text, quote) is False
