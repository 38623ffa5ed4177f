"""One sentence, several statements: the same thing in other words is no second fact, and different facts stay apart."""

import pytest

from tests.context.test_policy import judged, mail, rules
from tests.support.site import add

NEW, WAITS = ("applied", "new"), ("rejected", "paraphrase")
KNOWN, AGAIN = ("unchanged", "same_claim"), ("reinforced", "same_claim")
TOLD = "I have two dogs and a cat, and we move in June."
MONEY = "We talked to the bank and can spend 650k euros at most."
STREET = "We look for a quiet street because the baby sleeps badly."


@pytest.mark.parametrize(
    ("sentence", "texts", "expected"),
    [
        (MONEY, ["Can spend 650k euros.", "Budget is 650,000 euros.", "Wants to spend 650k."], [NEW, KNOWN, KNOWN]),
        (STREET, ["Looks for a quiet street.", "Wants a quiet street.", "Needs a quiet street."], [NEW, KNOWN, KNOWN]),
        (STREET, ["Wants a quiet street because the baby sleeps badly.", "Baby sleeps badly."], [NEW, KNOWN]),
        (MONEY, ["Budget is at most 650k euros.", "Got 650k euros from the bank."], [NEW, WAITS]),
        ("We love the old kitchen.", ["Loves the kitchen.", "Loves the old kitchen."], [NEW, WAITS]),
        ("Wir suchen eine ruhige Straße.", ["Sucht eine ruhige Straße.", "Möchte eine ruhige Straße."], [NEW, KNOWN]),
        ("Nous cherchons une rue calme.", ["Cherche une rue calme.", "Préfère une rue calme."], [NEW, KNOWN]),
        ("Buscamos una calle ancha.", ["Busca una calle ancha.", "Prefiere una calle ancha."], [NEW, KNOWN]),
        ("Cerchiamo una strada larga.", ["Cerca una strada larga.", "Vuole una strada larga."], [NEW, KNOWN]),
        ("Procuramos uma rua calma.", ["Procura uma rua calma.", "Prefere uma rua calma."], [NEW, KNOWN]),
    ],
)  # fmt: skip
def test_what_one_sentence_says_once_is_one_fact(
    sentence: str, texts: list[str], expected: list[tuple[str, str]]
) -> None:
    done = judged((), *(add(text, sentence) for text in texts), read=(mail("m1", f"Hello. {sentence} See you soon."),))
    assert rules(done) == expected
    assert [fact.text for fact in done.facts] == texts[:1]
    assert {verdict.target_id for verdict in done.verdicts[1:]} == {done.facts[0].id}


@pytest.mark.parametrize(
    ("sentence", "texts"),
    [
        (TOLD, ["Has two dogs.", "Has a cat.", "Moves in June."]),
        ("We have two dogs and two cats.", ["Has two dogs.", "Has two cats."]),
        ("We sign on 3 May and get the keys on 3 May.", ["Signs on 3 May.", "Gets the keys on 3 May."]),
        ("We want a garden and a garage.", ["Wants a garden.", "Wants a garage."]),
        ("My wife Maria is a doctor in Rome.", ["Wife Maria is a doctor.", "Wife lives in Rome."]),
        ("We eat fish but no meat.", ["Eats fish.", "Does not eat meat."]),
        ("I like tea but I do not like coffee.", ["Likes tea.", "Does not like coffee."]),
        ("The house in Rome is too loud.", ["Has a house in Rome.", "Finds the house too loud."]),
        ("Wir haben zwei Hunde und zwei Katzen.", ["Hat zwei Hunde.", "Hat zwei Katzen."]),
        ("Wir haben zwei Hunde und zwei Katzen.", ["Has two dogs.", "Has two cats."]),
        ("Budget is 650k and the deposit is 65k.", ["Budget is 650k.", "Deposit is 65k."]),
    ],
)
def test_different_facts_of_one_sentence_stay_facts(sentence: str, texts: list[str]) -> None:
    done = judged((), *(add(text, sentence) for text in texts), read=(mail("m1", sentence),))
    assert [fact.text for fact in done.facts] == texts
    assert rules(done) == [NEW] * len(texts)


def test_another_part_of_the_sentence_is_further_evidence() -> None:
    read = mail("m1", STREET)
    first, second = add("Looks for a quiet street.", STREET[:26]), add("Wants a quiet street.", STREET)
    done = judged((), first, second, read=(read,))
    assert rules(done) == [NEW, AGAIN]
    assert [item.quote for item in done.facts[0].evidence] == [STREET[:26], STREET]


def test_the_same_words_of_another_mail_are_no_paraphrase_of_one_quote() -> None:
    done = judged(
        (), add("Wants a quiet street.", STREET), add("Prefers quiet streets.", "a quiet street, please", source="s2"),
        read=(mail("m1", STREET), mail("m2", "As I said: a quiet street, please.", at=3)),
    )  # fmt: skip
    assert rules(done) == [NEW, NEW]
