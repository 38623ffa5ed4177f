"""Two values of one thing: which statements exclude each other, and which stand side by side."""

import pytest

from lib.context.evidence.rivals import are_rivals, is_replaced


@pytest.mark.parametrize(
    ("text", "other", "replaced"),
    [
        ("Budget is 450,000 euros.", "Can spend 500,000 euros.", True),
        ("Budget is 450,000 euros.", "Budget ist 500.000 Euro.", True),
        ("Peut dépenser 450 000 euros.", "Presupuesto de 500.000 euros.", True),
        ("Lives in Rome.", "Lives in Milan.", False),
        ("Lives in Rome.", "Wohnt in Mailand.", False),
        ("Habite à Lyon.", "Habite à Nantes.", False),
        ("Brother lives in Rome.", "Brother lives in Milan.", False),
        ("Works at Siemens.", "Works for Bosch.", False),
        ("The wedding is on 14 June.", "The wedding is on 21 June.", False),
        ("Is vegetarian.", "Is not vegetarian.", True),
        ("Is vegetarian.", "Is no longer vegetarian.", True),
        ("Ist Vegetarierin.", "Ist keine Vegetarierin.", True),
        ("Mange du poisson.", "Ne mange pas de poisson.", True),
        ("Prefers calls in the morning.", "Prefers calls after 6 pm.", True),
        ("Prefers calls on Mondays.", "Prefers calls on Tuesdays.", True),
        ("Möchte vormittags angerufen werden.", "Bitte abends anrufen.", True),
        ("Préfère être appelé le matin.", "Appelez-moi plutôt le soir.", True),
        ("Prefiere llamadas por la mañana.", "Prefiere llamadas por la noche.", True),
        ("Preferisce essere chiamato di mattina.", "Chiamatemi di sera.", True),
        ("Prefere que liguem de manhã.", "Pode ligar à noite.", True),
    ],
)
def test_two_values_of_one_thing_are_noticed(text: str, other: str, replaced: bool) -> None:
    assert (are_rivals(text, other), are_rivals(other, text)) == (True, True)
    assert is_replaced(text, other) == replaced


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("Lives in Munich.", "Wohnt in München."),
        ("Lives in Rome.", "Lives in Trastevere in Rome."),
        ("Lives in Rome.", "Does not live in Milan."),
        ("Brother lives in Rome.", "Sister lives in Milan."),
        ("Owns a house in Rome.", "Owns a flat in Milan."),
        ("Works with Paul Meyer.", "Works at Bosch."),
        ("Likes Rome.", "Likes Milan."),
        ("Has a sister Clara.", "Has a sister Nora."),
        ("Speaks German.", "Speaks French."),
        ("Is free on 14 June.", "The wedding is on 21 June."),
        ("Budget for the house is 450,000 euros.", "Budget for the boat is 50,000 euros."),
        ("Is vegetarian.", "Is not married."),
        ("Budget is 500k.", "Budget is 500,000."),
        ("Prefers calls in the morning.", "Can also be called in the evening."),
        ("Prefers calls after 6 pm.", "Prefers calls in the evening."),
        ("Prefers calls on Mondays.", "Prefers calls in the morning."),
        ("Call Paul in the morning.", "Call Anna in the evening."),
        ("Works in the morning.", "Prefers calls in the evening."),
    ],
)
def test_one_value_and_two_things_stand_side_by_side(text: str, other: str) -> None:
    assert (are_rivals(text, other), are_rivals(other, text)) == (False, False)
