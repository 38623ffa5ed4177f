"""Polarity, turned quotes, and whether two texts are about one thing."""

import pytest

from lib.context.evidence.polarity import polarity, same_polarity
from lib.context.evidence.relatedness import denies, overlap, says
from lib.context.evidence.rivals import same_slot
from lib.context.evidence.same_subject import same_subject
from lib.context.evidence.stated.cuts import turns
from lib.context.text.values.quantities import the_amount


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("Is vegetarian.", False),
        ("Is not vegetarian.", True),
        ("Is no longer vegetarian.", True),
        ("I don’t smoke", True),
        ("wir rauchen nicht mehr", True),
        ("kein Balkon", True),
        ("nous ne voulons pas vendre", True),
        ("je ne fume plus", True),
        ("plus de 500 euros", False),
        ("ya no fumo", True),
        ("non fumo più", True),
        ("più di 500 euro", False),
        ("já não fumo", True),
        ("vivo no centro de Lisboa, é uma casa", False),
        ("No more than 500 euros", False),
        ("House No. 14", False),
        ("nicht nur im Sommer", False),
        ("No, we want to sell", False),
    ],
)
def test_a_negation_is_seen_in_six_languages(text: str, denied: bool) -> None:
    assert polarity(text) == denied


@pytest.mark.parametrize(
    ("text", "quote", "same"),
    [
        ("Is vegetarian.", "I am vegetarian, but I do not drink.", True),
        ("Drinks wine.", "I am vegetarian, but I do not drink wine.", False),
        ("Wants to sell the house.", "We do not smoke. We want to sell the house.", True),
        ("Wants a balcony.", "no garage, but a balcony we want", True),
        ("Möchte verkaufen.", "wir möchten nicht verkaufen", False),
        ("Veut vendre la maison.", "nous ne voulons pas vendre la maison", False),
        ("Is vegetarian.", "see you then", True),
    ],
)
def test_polarity_is_compared_in_the_clause_with_the_shared_words(text: str, quote: str, same: bool) -> None:
    assert same_polarity(text, [quote]) == same


@pytest.mark.parametrize(
    ("body", "quote", "turned"),
    [
        ("Hello. We do not want to sell the house. Bye", "want to sell the house.", True),
        ("Hello. We do not want to sell the house. Bye", "We do not want to sell the house.", False),
        ("We never said that we want to sell the house.", "we want to sell the house.", True),
        ("If we sell the house, we will move to Rome.", "we sell the house", True),
        ("I doubt that the budget is 500,000 euros.", "the budget is 500,000 euros.", True),
        ("Wir wollen das Haus nicht verkaufen.", "Wir wollen das Haus", True),
        ("Nous ne voulons pas vendre la maison.", "vendre la maison.", True),
        ("No queremos vender la casa.", "queremos vender la casa.", True),
        ("Non vogliamo vendere la casa.", "vogliamo vendere la casa.", True),
        ("Não queremos vender a casa.", "queremos vender a casa.", True),
        ("We do not smoke. We want to sell the house.", "We want to sell the house.", False),
        ("No, we want to sell the house.", "we want to sell the house.", False),
        ("We do not smoke, but we want to sell the house.", "we want to sell the house.", False),
        ("Do you want to sell the house?", "want to sell the house", True),
        ("Is the budget 500,000 euros?", "Is the budget 500,000 euros?", True),
        ("Could you find us a house in Rome?", "find us a house in Rome", False),
        ("We want to sell the house. Is that fine?", "We want to sell the house. Is that fine?", False),
    ],
)
def test_a_quote_cut_out_of_its_denial_or_question_is_seen(body: str, quote: str, turned: bool) -> None:
    start = body.index(quote)
    assert turns(body, start, start + len(quote)) == turned


@pytest.mark.parametrize(
    ("text", "words", "share"),
    [
        ("Wants to sell the house", "we are selling our houses", 2 / 3),
        ("Budget is 650,000 euros.", "Thanks for the lovely dinner", 0.0),
        ("Wants to sell the house", "wir möchten das Haus verkaufen", None),
        ("the of and", "we sell", None),
    ],
)
def test_the_overlap_counts_stems_and_says_nothing_across_languages(text: str, words: str, share: float | None) -> None:
    assert overlap(text, words) == (share if share is None else pytest.approx(share))


@pytest.mark.parametrize(
    ("text", "quote", "said"),
    [
        ("Budget is 650,000 euros.", "As I wrote, our budget is 650k euros.", "yes"),
        ("Budget is 650,000 euros.", "Our budget is not 650,000 euros any more.", "no"),
        ("Budget is 650,000 euros.", "Thanks for the lovely dinner", "no"),
        ("Budget is 650,000 euros.", "our budget is 600,000 euros", "no"),
        ("Budget is 650,000 euros.", "our budget is 650,000 or 700,000 euros", "no"),
        ("Budget is 650,000 euros.", "wir haben noch immer 650.000 Euro für das Haus", "weak"),
        ("Budget is 650,000 euros.", "wir haben keine 650.000 Euro für das Haus", "no"),
        ("Is vegetarian.", "I am still vegetarian", "yes"),
        ("Is vegetarian.", "ich esse gern Fisch mit der Familie", "no"),
        ("Möchte das Haus verkaufen.", "wir wollen das Haus immer noch verkaufen", "yes"),
        ("Veut vendre la maison.", "nous ne voulons plus vendre la maison", "no"),
    ],
)
def test_a_restatement_says_it_again(text: str, quote: str, said: str) -> None:
    assert says(text, [quote]) == said


@pytest.mark.parametrize(
    ("old", "new", "quotes", "same"),
    [
        ("Prefers e-mails.", "Has a dog.", ["We have a dog now."], False),
        ("Budget is 450,000.", "Budget is 500,000.", ["we can go to 500,000 now"], True),
        ("Is vegetarian.", "Eats meat again.", ["I eat meat again"], True),
        ("Prefers e-mails.", "Prefers phone calls.", ["please call me"], True),
        ("Lives in Rome.", "Moved to Milan.", ["we moved to Milan"], True),
        ("Wants a garage.", "Needs no garage.", ["no garage any more"], True),
        ("Has 3 children.", "Budget is 3 million.", ["3 million are our budget"], False),
        ("Isst kein Fleisch.", "Isst wieder Fisch.", ["ich esse wieder Fisch"], True),
    ],
)
def test_a_contradiction_is_about_the_same_thing(old: str, new: str, quotes: list[str], same: bool) -> None:
    assert same_subject(old, new, quotes) == same


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("Budget is 450,000.", "Budget is 500,000.", True),
        ("Budget is 450k euros", "The budget is 500,000 euros.", True),
        ("Lives in Rome.", "Lives in Milan.", True),
        ("Moves on 3 May.", "Moves on 4 June.", True),
        ("Budget is 450,000.", "Budget is 450k.", False),
        ("Budget is 450,000.", "Deposit is 500,000.", False),
        ("Has 2 dogs.", "Has 3 children.", False),
    ],
)
def test_two_values_of_one_thing_are_seen(a: str, b: str, same: bool) -> None:
    assert same_slot(a, b) == same


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("300 m from the beach", None),
        ("the flat 3 B is ours", None),
        ("we do a 10K run on Sunday", None),
        ("we ran 10K.", None),
        ("our budget is 450,000", 450_000),
        ("unser Budget liegt bei 450.000 Euro", 450_000),
        ("nous pouvons dépenser 450 000 euros", 450_000),
        ("half a million dollars", 500_000),
        ("50 lakh rupees", 5_000_000),
        ("the price is 2.5 million", 2_500_000),
        ("1.5m euros", 1_500_000),
        ("12,000 visitors a year", None),
    ],
)
def test_an_amount_of_money_has_a_currency_or_a_word_of_price_beside_it(text: str, amount: float | None) -> None:
    assert the_amount(text) == amount


@pytest.mark.parametrize(
    ("shown", "later", "is_over"),
    [
        ("We are looking for a house near Tavira.", "We are no longer looking for a house in Portugal.", True),
        ("Wir suchen ein Haus in Tavira.", "Wir suchen kein Haus mehr in Portugal.", True),
        ("We are looking for a house near Tavira.", "We are not looking for a house in Porto.", False),
        ("We are looking for a house near Tavira.", "We are looking for a house in Portugal.", False),
    ],
)
def test_a_role_is_over_wherever_it_was_shown_and_a_negation_alone_is_of_another_thing(
    shown: str, later: str, is_over: bool
) -> None:
    assert denies(shown, later, of_a_role=True) == is_over
    assert not denies(shown, later)
