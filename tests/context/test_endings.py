"""What may end, restore or strengthen a fact: attacks with filler, old words, our words and other values."""

from dataclasses import replace
from typing import Any

import pytest

from lib.context.model import Evidence, Fact, Interaction
from tests.context.test_policy import BUDGET, judged, mail, rules
from tests.support.site import add, contradict, day, restate

PLACE = "We would love to have the party at the Marina Club."
MET = Fact(
    3, "key_fact", "", "Wants the party at the Harbour House.", "active", 1,
    evidence=(Evidence("m0", 0, 5, "the party at the Harbour House", day(1), day(1), "contact"),), added_at=day(1),
)  # fmt: skip
PARKING = replace(MET, text="Needs parking for two cars.")


def quoting(proposal: dict[str, Any], *quotes: tuple[str, str]) -> dict[str, Any]:
    """The proposal with these quotes, as source and words."""
    return {**proposal, "evidence": [{"source": source, "quote": words} for source, words in quotes]}


def verdict(facts: tuple[Fact, ...], proposal: Any, *read: Interaction) -> tuple[str, str]:
    return rules(judged(facts, proposal, read=read))[0]


def test_thanks_over_an_old_mail_end_nothing() -> None:
    earlier = mail("m2", PLACE, at=0.2)
    thanks = mail("m1", f"Thanks, see you on the day.\n\nOn 1 June 2026, Tom wrote:\n> {PLACE}\n", at=3)
    proposal = contradict("f1", "Wants the party at the Marina Club.", "")
    proposal = quoting(proposal, ("s1", "Thanks, see you on the day."), ("s1", PLACE))
    outcome, rule = verdict((MET,), proposal, thanks, earlier)
    assert (outcome, rule in {"other_subject", "unsupported", "unrelated"}) == ("rejected", True)


def test_a_third_partys_sentence_beside_the_clients_thanks_only_disputes() -> None:
    thanks, other = mail("m1", "Thanks for everything, see you."), mail("m2", PLACE, author="other")
    proposal = contradict("f1", "Wants the party at the Marina Club.", "")
    proposal = quoting(proposal, ("s1", "Thanks for everything, see you."), ("s2", PLACE))
    assert verdict((MET,), proposal, thanks, other) == ("disputed", "disputed")


@pytest.mark.parametrize(("author", "expected"), [("contact", "true_again"), ("us", "ended"), ("other", "ended")])
def test_only_the_clients_own_word_makes_an_ended_fact_true_again(author: str, expected: str) -> None:
    against = Evidence("m9", 0, 9, "not there", day(2), day(2), "contact", "contradicts")
    ended = replace(MET, status="contradicted", ended_version=1, evidence=(*MET.evidence, against), ended_at=day(2))
    again = mail("m1", "Let us have the party at the Harbour House after all.", at=4, author=author)
    proposal = add("Wants the party at the Harbour House.", "the party at the Harbour House after all")
    assert verdict((ended,), proposal, again)[1] == expected


@pytest.mark.parametrize(
    "words",
    [
        "Our budget is not 500k any more.",
        "Thanks for the lovely dinner last night.",
        "Our budget is 650k now, that is all.",
        "Unser Hund ist krank, leider.",
    ],
)
@pytest.mark.parametrize("op", ["restate", "add"])
def test_a_fact_is_said_again_only_where_it_is_said(words: str, op: str) -> None:
    proposal = restate("f1", words) if op == "restate" else add(BUDGET.text, words)
    assert verdict((BUDGET,), proposal, mail("m1", words)) == ("rejected", "not_said_again")


def test_our_own_later_mail_does_not_keep_the_client_from_changing_their_mind() -> None:
    ours = Evidence("m8", 0, 9, "Your budget of 500k is noted", day(9), day(9), "us")
    fact = replace(BUDGET, evidence=(*BUDGET.evidence, ours))
    changed = mail("m1", "We talked to the bank, our budget is now 650k.", at=5)
    proposal = contradict("f1", "Budget is 650k.", "our budget is now 650k")
    assert verdict((fact,), proposal, changed) == ("applied", "contradicted")


def test_a_contradiction_speaks_of_the_same_thing() -> None:
    mails = replace(MET, text="Prefers e-mails.")
    dog = mail("m1", "We have a dog now, since Monday.")
    proposal = contradict("f1", "Has a dog.", "We have a dog now")
    assert verdict((mails,), proposal, dog) == ("rejected", "other_subject")


def test_another_value_proposed_as_new_ends_the_old_one() -> None:
    raised = mail("m1", "We talked to the bank, our budget is now 650k.")
    done = judged((BUDGET,), add("Budget is 650k.", "our budget is now 650k"), read=(raised,))
    assert rules(done) == [("applied", "contradicted")]
    assert [(fact.text, fact.status) for fact in done.facts] == [
        ("Budget is 500k.", "contradicted"), ("Budget is 650k.", "active"),
    ]  # fmt: skip


def test_another_value_that_the_client_did_not_say_themselves_waits_for_a_person() -> None:
    ours = mail("m1", "As discussed, your budget is 650k.", author="us")
    done = judged((BUDGET,), add("Budget is 650k.", "your budget is 650k"), read=(ours,))
    assert (rules(done), done.facts, done.verdicts[0].target_id) == ([("rejected", "two_values")], (BUDGET,), BUDGET.id)


@pytest.mark.parametrize(
    ("old", "new", "words", "expected"),
    [
        ("Expects 20 guests.", "Expects 25 guests.", "We expect 25 guests now.", ("rejected", "two_values")),
        ("Hat zwei Hunde.", "Hat drei Hunde.", "Wir haben drei Hunde.", ("rejected", "two_values")),
        ("Owns boat number 5.", "Owns boat number 6.", "We own boat number 6, too.", ("applied", "new")),
        ("Has two dogs.", "Has three cats.", "We have three cats.", ("applied", "new")),
    ],
)
def test_another_count_of_the_same_things_waits_for_a_person(
    old: str, new: str, words: str, expected: tuple[str, str]
) -> None:
    assert verdict((replace(MET, text=old),), add(new, words), mail("m1", words, at=3)) == expected


def ending(quote: str) -> dict[str, Any]:
    return {**restate("f1", quote), "op": "end", "reason": "No longer."}


@pytest.mark.parametrize(
    ("words", "author", "expected"),
    [
        ("We no longer need parking for the cars.", "contact", ("applied", "ended_now")),
        ("They no longer need parking for the cars.", "other", ("disputed", "disputed")),
        ("We need parking for the two cars.", "contact", ("rejected", "not_ended")),
        ("We no longer eat meat at home.", "contact", ("rejected", "not_ended")),
    ],
)
def test_a_fact_ends_without_a_successor_where_the_client_says_so(
    words: str, author: str, expected: tuple[str, str]
) -> None:
    done = judged((PARKING,), ending(words), read=(mail("m1", words, author=author, at=3),))
    assert rules(done) == [expected]
    status = {"applied": "contradicted", "disputed": "disputed"}.get(expected[0], "active")
    assert [(fact.status, fact.superseded_by) for fact in done.facts] == [(status, None)]


@pytest.mark.parametrize(
    ("since", "words", "expected"),
    [
        ("I'm looking for a flat near the river.", "I am no longer looking for a flat.", ("applied", "ended_now")),
        ("Wir suchen eine Wohnung mit Balkon.", "Wir suchen keine Wohnung mehr.", ("applied", "ended_now")),
        ("Nous cherchons un appartement.", "Nous ne cherchons plus d'appartement.", ("applied", "ended_now")),
        ("Buscamos un piso con luz.", "Ya no buscamos piso.", ("applied", "ended_now")),
        ("Cerchiamo un appartamento.", "Non cerchiamo più un appartamento.", ("applied", "ended_now")),
        ("Procuramos um apartamento.", "Já não procuramos apartamento.", ("applied", "ended_now")),
        ("I'm looking for a flat near the river.", "I am still looking for a flat.", ("rejected", "not_ended")),
        ("I'm looking for a flat near the river.", "We no longer eat meat at home.", ("rejected", "not_ended")),
    ],
)
def test_a_role_ends_where_the_client_denies_the_words_that_showed_it(
    since: str, words: str, expected: tuple[str, str]
) -> None:
    role = replace(MET, kind="role", text="buyer", evidence=(replace(MET.evidence[0], quote=since),))
    proposal = {**ending(words), "kind": "role", "text": "buyer"}
    assert verdict((role,), proposal, mail("m1", words, at=3)) == expected


def test_a_pinned_fact_is_not_ended() -> None:
    words = "We no longer need parking for the cars."
    pinned = replace(PARKING, pinned=True)
    assert verdict((pinned,), ending(words), mail("m1", words, at=3)) == ("rejected", "pinned")


@pytest.mark.parametrize(
    ("body", "quote"),
    [
        ("We do not want to sell the house.", "want to sell the house."),
        ("Do you think we want to sell the house?", "we want to sell the house"),
    ],
)
def test_a_quote_whose_meaning_turns_or_that_only_asks_supports_nothing(body: str, quote: str) -> None:
    assert verdict((), add("Wants to sell the house.", quote), mail("m1", body)) == ("rejected", "quote_turned")


def test_whose_word_a_fact_is() -> None:
    other = replace(BUDGET, evidence=(replace(BUDGET.evidence[0], author="other"),))
    ours = replace(BUDGET, evidence=(*other.evidence, replace(BUDGET.evidence[0], author="us")))
    persons = replace(BUDGET, actor="Tom", evidence=())
    assert [fact.said_by for fact in (BUDGET, other, ours, persons)] == ["contact", "other", "us", "contact"]


OTHER_PREDICATES = [
    ("The children go to school in Bath.", "The children like pizza very much."),
    ("Wife works at the hospital.", "My wife likes the garden very much."),
    ("The house has a garden.", "The house needs a new roof."),
    ("The party is at the Marina Club.", "The party has a band, too."),
    ("The wedding is on 5 May.", "The wedding has 80 guests."),
    ("Budget for the house is 450,000 euros.", "The wedding costs 20,000 euros."),
    ("Is allergic to nuts.", "We eat meat again, by the way."),
    ("Works as a nurse.", "I started a diet."),
    ("Takes insulin.", "I take vitamins now."),
    ("Moves on 5 May.", "I have a city bike."),
    ("The flat has 90 square metres.", "The garden has 50 square metres now."),
    ("Die Kinder gehen in Bath zur Schule.", "Die Kinder mögen Pizza sehr."),
    ("Les enfants vont à l'école à Bath.", "Les enfants aiment beaucoup la pizza."),
    ("Los niños van al colegio en Bath.", "A los niños les gusta mucho la pizza."),
    ("I bambini vanno a scuola a Bath.", "I bambini adorano la pizza, lo sai."),
    ("As crianças vão à escola em Bath.", "As crianças adoram pizza, sabe."),
]
SAME_PREDICATES = [
    ("The children go to school in Bath.", "The children go to school in York now."),
    ("Wife works at the hospital.", "My wife works at the bank now."),
    ("The house is blue.", "The house is red now."),
    ("Wife is ill.", "My wife is well again."),
    ("Needs 90 square metres.", "70 square metres are enough now."),
    ("Is vegetarian.", "I eat meat again."),
    ("The heating is broken.", "The heating works again."),
    ("The party is at the Marina Club.", "The party is at the Harbour House."),
    ("The wedding is on 5 May.", "The wedding is on 6 June."),
    ("Has two children.", "We have three children now."),
    ("Lives with his mother.", "I live alone now."),
    ("Is allergic to nuts.", "I am not allergic to nuts any more."),
]


@pytest.mark.parametrize(("text", "words"), OTHER_PREDICATES)
@pytest.mark.parametrize("op", ["contradict", "restate"])
def test_another_word_about_the_same_people_or_thing_changes_nothing(text: str, words: str, op: str) -> None:
    fact, rule = replace(MET, text=text), "other_subject" if op == "contradict" else "not_said_again"
    proposal = contradict("f1", words, words) if op == "contradict" else restate("f1", words)
    assert verdict((fact,), proposal, mail("m1", words)) == ("rejected", rule)


@pytest.mark.parametrize(("text", "words"), SAME_PREDICATES)
def test_another_value_of_the_same_statement_ends_it(text: str, words: str) -> None:
    fact = replace(MET, text=text)
    assert verdict((fact,), contradict("f1", words, words), mail("m1", words)) == ("applied", "contradicted")


@pytest.mark.parametrize(
    ("text", "words", "is_ended"),
    [
        ("The children go to school in Bath.", "The children do not like pizza.", False),
        ("The house has a garden.", "The house has no cellar.", False),
        ("The party is at the Marina Club.", "The party has no band.", False),
        ("Les enfants vont à l'école à Bath.", "Les enfants n'aiment pas la pizza.", False),
        ("The children go to school in Bath.", "The children no longer go to school in Bath.", True),
        ("The house has a garden.", "The house has no garden any more.", True),
        ("The party is at the Marina Club.", "The party is not at the Marina Club.", True),
    ],
)
def test_only_the_denial_of_what_is_stated_ends_it(text: str, words: str, is_ended: bool) -> None:
    proposal = {**restate("f1", words), "op": "end", "reason": "No longer."}
    expected = ("applied", "ended_now") if is_ended else ("rejected", "not_ended")
    assert verdict((replace(MET, text=text),), proposal, mail("m1", words)) == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Has a car.", "I gave my car to my nephew last week."),
        ("Buys a barn.", "We are selling a barn near Wells."),
        ("Wants a cellar.", "We do not want a sauna, a cellar or an attic."),
        ("Eats mussels.", "We eat everything except, of course, mussels."),
        ("Lives in Milan.", "My brother lives in Milan with his cats."),
    ],
)
def test_the_reverse_the_given_away_the_excepted_and_other_peoples_is_not_added(text: str, words: str) -> None:
    assert verdict((), add(text, words), mail("m1", words)) == ("rejected", "unsupported")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Case number 8812.", "Case 8813 is closed at last."),
        ("Daughter Mia plays the harp.", "Daughter Mia likes ponies very much."),
        ("Lives in Rome.", "I like Milan now, it is lovely."),
    ],
)
@pytest.mark.parametrize("op", ["contradict", "end"])
def test_another_case_predicate_or_liking_ends_no_fact(text: str, words: str, op: str) -> None:
    fact, rule = replace(MET, text=text), "other_subject" if op == "contradict" else "not_ended"
    proposal = contradict("f1", words, words) if op == "contradict" else ending(words)
    assert verdict((fact,), proposal, mail("m1", words, at=3)) == ("rejected", rule)


def test_a_thing_that_the_client_sold_ends_without_a_successor() -> None:
    words = "We sold the boat in the end."
    fact = replace(MET, text="Has a boat.")
    assert verdict((fact,), ending(words), mail("m1", words, at=3)) == ("applied", "ended_now")
