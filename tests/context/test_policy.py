"""The policy, rule by rule, without a database."""

from dataclasses import replace
from typing import Any

import pytest

from lib.context.engine.policy import Judgement, RunInput, judge
from lib.context.evidence.quotes.correspondence import correspondence_of
from lib.context.model import Contact, Evidence, Fact, Interaction
from tests.support.site import ANNA, MONDAY, add, contradict, day, operation, restate

CONTACT = Contact(ANNA, "Anna Berg", "anna@berg.example", None, "Berg Studio", MONDAY)
BUDGET = Fact(
    7,
    "key_fact",
    "",
    "Budget is 500k.",
    "active",
    1,
    evidence=(Evidence("m0", 4, 22, "Our budget is 500k", day(0), day(0), "contact"),),
    added_at=day(0.5),
)


def mail(id: str, body: str, *, at: float = 2, author: str = "contact", kind: str = "email") -> Interaction:
    moment = day(at)
    return Interaction(id, ANNA, kind, "in", author, None, None, None, body, False, moment, None, moment)


OLD = mail("m0", "Hi. Our budget is 500k.", at=0)


def judged(facts: tuple[Fact, ...], *operations: Any, read: tuple[Interaction, ...]) -> Judgement:
    """The judgement on operations that cite `read` as s1, s2 …; `OLD` is on file, facts are f1, f2 …"""
    correspondence = correspondence_of((OLD, *read))
    by_id = {source.interaction.id: source for source in correspondence.sources}
    sources = {f"s{number}": by_id[item.id] for number, item in enumerate(read, 1)}
    names = {f"f{number}": fact.id for number, fact in enumerate(facts, 1)}
    return judge(facts, operations, RunInput(CONTACT, sources, names, correspondence), version=2)


def rules(judgement: Judgement) -> list[tuple[str, str]]:
    return [(verdict.verdict, verdict.rule) for verdict in judgement.verdicts]


def rule(facts: tuple[Fact, ...], proposal: Any, *read: Interaction) -> tuple[str, str]:
    return rules(judged(facts, proposal, read=read))[0]


RAISED = mail("m1", "We talked to the bank, our budget is now 650k.")


def test_the_clients_newer_word_contradicts() -> None:
    done = judged((BUDGET,), contradict("f1", "Budget is 650k.", "our budget is now 650k"), read=(RAISED,))
    old, new = done.facts
    assert rules(done) == [("applied", "contradicted")]
    assert (old.status, old.ended_version, old.superseded_by, old.reason) == ("contradicted", 2, new.id, "Changed.")
    assert old.evidence[:1] == BUDGET.evidence
    assert (new.text, new.status, new.added_version) == ("Budget is 650k.", "active", 2)


@pytest.mark.parametrize("author", ["us", "other"])
def test_a_word_of_ours_or_of_a_third_party_only_disputes(author: str) -> None:
    said = replace(RAISED, author=author)
    done = judged((BUDGET,), contradict("f1", "Budget is 650k.", "our budget is now 650k"), read=(said,))
    assert rules(done) == [("disputed", "disputed")]
    assert [fact.status for fact in done.facts] == ["disputed", "disputed"]


def test_what_the_client_only_quotes_or_forwards_is_not_their_statement() -> None:
    quoted = mail("m1", "See below.\n\n> We talked to the bank, our budget is now 650k.\n")
    forwarded = mail("m1", "FYI\n\n---------- Forwarded message ---------\nour budget is now 650k, says the bank\n")
    proposal = contradict("f1", "Budget is 650k.", "our budget is now 650k")
    assert rule((BUDGET,), proposal, quoted) == ("disputed", "disputed")
    assert rule((BUDGET,), proposal, forwarded) == ("disputed", "disputed")


def test_a_reply_that_quotes_an_old_mail_is_old_evidence() -> None:
    later = replace(BUDGET, text="Budget is 650k.", evidence=(replace(BUDGET.evidence[0], first_seen_at=day(1)),))
    reply = mail("m5", "Thanks. Our budget is 500k.", at=5)
    assert rule((later,), contradict("f1", "Budget is 500k.", "Our budget is 500k"), reply) == ("rejected", "not_newer")


def test_a_fact_is_not_contradicted_from_the_interaction_that_it_rests_on() -> None:
    edited = mail("m0", "We talked to the bank, our budget is now 650k.", at=3)
    proposal = contradict("f1", "Budget is 650k.", "our budget is now 650k")
    assert rule((BUDGET,), proposal, edited) == ("rejected", "not_newer")


def test_late_older_mail_cannot_contradict_a_newer_fact() -> None:
    assert rule((BUDGET,), contradict("f1", "Budget is 650k.", "our budget is now 650k"), replace(
        RAISED, occurred_at=day(-3))) == ("rejected", "not_newer")  # fmt: skip


def test_a_disputed_fact_can_be_confirmed_or_contradicted_by_the_client() -> None:
    disputed = replace(BUDGET, status="disputed")
    again = mail("m1", "To be clear, the 500k budget stands.")
    done = judged((disputed,), restate("f1", "the 500k budget stands"), read=(again,))
    assert (rules(done), done.facts[0].status) == ([("applied", "confirmed")], "active")
    done = judged((disputed,), contradict("f1", "Budget is 650k.", "our budget is now 650k"), read=(RAISED,))
    assert [fact.status for fact in done.facts] == ["contradicted", "active"]


def test_a_pin_bars_a_dispute_and_lets_only_the_clients_newer_word_settle_one() -> None:
    pinned, rival = replace(BUDGET, pinned=True), replace(BUDGET, id=8, text="Budget is 650k.")
    proposal = contradict("f1", "Budget is 650k.", "our budget is now 650k")
    assert rule((pinned,), proposal, replace(RAISED, author="us")) == ("rejected", "pinned")
    disputed = replace(pinned, status="disputed")
    again = mail("m1", "To be clear, the 500k budget stands.")
    confirmed = judged((disputed,), restate("f1", "the 500k budget stands"), read=(again,))
    assert confirmed.facts[0] == replace(pinned, evidence=confirmed.facts[0].evidence)
    ends_rival = contradict("f2", "Budget is 500k.", "the 500k budget stands")
    done = judged((disputed, rival), ends_rival, read=(again,))
    assert [fact.status for fact in done.facts] == ["active", "contradicted"]
    heard_later = replace(disputed, evidence=(*BUDGET.evidence, replace(BUDGET.evidence[0], first_seen_at=day(3))))
    done = judged((heard_later, rival), ends_rival, read=(again,))
    assert [fact.status for fact in done.facts] == ["disputed", "contradicted"]


def test_words_that_do_not_say_a_disputed_fact_settle_nothing() -> None:
    disputed = replace(BUDGET, status="disputed")
    other = replace(disputed, id=8, text="Budget is 650k.")
    weather = mail("m1", "Nice weather today in Porto. The 500k budget stands, says my bank.")
    for proposal in (
        restate("f1", "Nice weather today in Porto"),
        add("Budget is 500k.", "Nice weather today in Porto"),
    ):
        done = judged((disputed, other), proposal, read=(weather,))
        assert (rules(done), done.facts[0]) == ([("rejected", "not_said_again")], disputed)
    proposal = contradict("f2", "Budget is 500k.", "Nice weather today in Porto")
    assert rule((disputed, other), proposal, weather) == ("rejected", "unsupported")
    proposal = contradict("f2", "Budget is 500k.", "The 500k budget stands, says my bank")
    done = judged((disputed, other), proposal, read=(weather,))
    assert [fact.status for fact in done.facts] == ["active", "contradicted"]


def test_a_disputed_name_is_confirmed_only_where_it_is_said() -> None:
    paul = replace(BUDGET, text="Works with Paul Meyer.", status="disputed")
    read = mail("m1", "Paul Meyer and I met again. Everybody and I met again.")
    assert rule((paul,), restate("f1", "Paul Meyer and I met again"), read) == ("applied", "confirmed")
    assert rule((paul,), restate("f1", "Everybody and I met again"), read) == ("rejected", "not_said_again")


@pytest.mark.parametrize(
    ("proposal", "expected"),
    [
        (contradict("f1", "Budget is 650k.", "our budget was now 650k"), "quote_not_found"),
        (contradict("f1", "Budget is 650k.", "our budget is now 650k", source="s9"), "unknown_source"),
    ],
)
def test_a_contradiction_whose_quote_is_wrong_still_names_the_fact(proposal: Any, expected: str) -> None:
    (verdict,) = judged((BUDGET,), proposal, read=(RAISED,)).verdicts
    assert (verdict.verdict, verdict.rule, verdict.target_id) == ("rejected", expected, BUDGET.id)


@pytest.mark.parametrize(
    ("fact", "proposal", "expected"),
    [
        (replace(BUDGET, pinned=True), contradict("f1", "Budget is 650k.", "our budget is now 650k"), "pinned"),
        (BUDGET, contradict("f1", "Budget is 650k.", "our budget is now 650k", reason=""), "no_reason"),
        (BUDGET, contradict("f2", "Budget is 650k.", "our budget is now 650k"), "unknown_fact"),
        (BUDGET, contradict("f1", "buyer", "our budget is now 650k", kind="role"), "other_kind"),
        (BUDGET, contradict("f1", "budget is 500K", "our budget is now 650k"), "same"),
        (BUDGET, contradict("f1", "", "our budget is now 650k"), "malformed"),
        (BUDGET, contradict("f1", "Budget is 700k.", "our budget is now 650k"), "unsupported"),
        (
            replace(BUDGET, status="contradicted", ended_version=1),
            contradict("f1", "Budget is 650k.", "our budget is now 650k"),
            "ended",
        ),
    ],
)
def test_a_contradiction_that_lacks_something_is_set_aside(fact: Fact, proposal: Any, expected: str) -> None:
    done = judged((fact,), proposal, read=(RAISED,))
    assert rules(done) == [("rejected", expected)]
    assert done.facts == (fact,)


def test_new_text_is_appended_and_known_text_is_said_again() -> None:
    done = judged(
        (BUDGET,),
        add("Talked to the bank.", "We talked to the bank"),
        add("talked to the BANK", "talked to the bank, our budget"),
        add("Talked to the bank.", "we talked to the bank"),
        read=(RAISED,),
    )
    assert rules(done) == [("applied", "new"), ("reinforced", "said_again"), ("unchanged", "known")]
    assert [fact.text for fact in done.facts] == ["Budget is 500k.", "Talked to the bank."]
    assert [item.quote for item in done.facts[1].evidence] == [
        "We talked to the bank",
        "talked to the bank, our budget",
    ]


def test_an_ended_fact_needs_newer_words_to_be_true_again() -> None:
    against = replace(BUDGET.evidence[0], interaction_id="m3", first_seen_at=day(3), stance="contradicts")
    ended = replace(BUDGET, status="contradicted", ended_version=1, evidence=(*BUDGET.evidence, against))
    proposal = add("Budget is 500k.", "the 500k budget stands again")
    assert rule((ended,), proposal, mail("m2", "Well, the 500k budget stands again.", at=2)) == ("rejected", "ended")
    done = judged((ended,), proposal, read=(mail("m4", "Well, the 500k budget stands again.", at=4),))
    assert rules(done) == [("applied", "true_again")]
    assert (done.facts[0], done.facts[1].restores) == (ended, ended.id)


def test_what_a_person_retracted_is_set_aside_for_a_person() -> None:
    retracted = replace(BUDGET, status="retracted", ended_version=1, reason="A joke.")
    again = mail("m4", "Well, the 500k budget stands again.", at=4)
    assert rule((retracted,), add("Budget is 500k.", "the 500k budget stands again"), again) == (
        "rejected",
        "retracted",
    )
    assert rule((retracted,), restate("f1", "the 500k budget stands again"), again) == ("rejected", "retracted")


@pytest.mark.parametrize(
    ("quote", "expected"),
    [
        ("OUR budget  is\nnow 650k", "applied"),
        ("our budget is now 650", "quote_not_found"),
        ("our budget is now 950k", "quote_not_found"),
        ("our … 650k", "quote_not_found"),
        ("now 650k.", "quote_too_short"),
        ("…", "quote_empty"),
        ("x" * 401, "quote_too_long"),
    ],
)
def test_a_quote_is_found_letter_for_letter_or_not_at_all(quote: str, expected: str) -> None:
    verdict = judged((), add("Budget is 650k.", quote), read=(RAISED,)).verdicts[0]
    assert expected in (verdict.verdict, verdict.rule)


def test_a_whole_short_sentence_is_quote_enough() -> None:
    assert rule((), add("Is vegan.", "I'm vegan."), mail("m1", "Hi Tom,\nI’m vegan. See you!")) == ("applied", "new")
    assert rule((), add("Is vegan.", "vegan."), mail("m1", "I am definitely not\nvegan. Bye!")) == (
        "rejected",
        "quote_too_short",
    )


def test_a_quote_of_an_interaction_outside_this_run_is_set_aside() -> None:
    assert rule((), add("Is rich.", "Our budget is 500k", source="s2"), RAISED) == ("rejected", "unknown_source")


def test_every_kind_is_judged_alike() -> None:
    read = mail("m1", "We want to buy a house for 650k, but my boss may leave next year.")
    done = judged(
        (),
        operation("add", "Real estate buyer", ("We want to buy a house",), source="s1", kind="role", type=""),
        add("Wants to buy a house.", "want to buy a house for 650k", kind="opportunity", type="house_purchase"),
        add("Her boss may leave.", "my boss may leave next year", kind="risk", type="sponsor_leaves"),
        add("Her boss may leave.", "my boss may leave next year", kind="risk"),
        read=(read,),
    )
    assert rules(done) == [("applied", "new")] * 3 + [("rejected", "malformed")]
    assert [(fact.kind, fact.type, fact.text) for fact in done.facts] == [
        ("role", "", "real_estate_buyer"),
        ("opportunity", "house_purchase", "Wants to buy a house."),
        ("risk", "sponsor_leaves", "Her boss may leave."),
    ]


@pytest.mark.parametrize(
    ("kind", "most"), [("email", 5), ("sms", 5), ("note", 5), ("fax", 5), ("meeting", 12), ("call", 12)]
)
def test_a_message_carries_five_operations_and_a_meeting_twelve(kind: str, most: int) -> None:
    body = " ".join(f"We own boat number {number} now." for number in range(20, 40))
    proposals = [add(f"Owns boat number {number}.", f"own boat number {number}") for number in range(20, 40)]
    done = judged((), *proposals, read=(mail("m1", body, kind=kind),))
    assert [verdict for verdict, _ in rules(done)] == ["applied"] * most + ["rejected"] * (20 - most)
    assert rules(done)[12] == ("rejected", "too_many")


@pytest.mark.parametrize(
    "item",
    [None, 1, "add", [], {}, {"op": "delete"}, {"op": ["add"]}, {"op": "add", "kind": "key_fact", "text": 5}]
    + [
        {**add("Is rich.", "our budget is now 650k"), "evidence": wrong}
        for wrong in (None, [], {}, ["x"], [{}], [{"quote": 1}])
    ]
    + [add("\x00\ud800", "our budget is now 650k"), add("x" * 301, "our budget is now 650k")],
)
def test_a_malformed_operation_is_rejected_alone(item: Any) -> None:
    done = judged((), item, add("Budget is 650k.", "our budget is now 650k"), read=(RAISED,))
    assert rules(done) == [("rejected", "malformed"), ("applied", "new")]
    assert done.verdicts[0].reason.endswith(".")


def test_a_letter_full_of_facts_carries_more_and_what_is_still_over_waits_for_a_person() -> None:
    said = (
        "My wife bakes bread at dawn", "Our son plays the cello", "We heat with wood pellets", "The roof leaks badly",
        "Grandfather left us twelve beehives", "I teach chemistry in Kendal", "Both cars run on diesel",
        "Her mother moved downstairs", "The well dried up last summer", "Noise keeps me awake", "We rent out the barn",
        "Paula repairs old clocks", "Foxes took every hen", "Mondays suit nobody here",
    )  # fmt: skip
    done = judged((), *(add(f"{words}.", words) for words in said[:8]), read=(mail("m1", ". ".join(said[:8])),))
    assert rules(done) == [("applied", "new")] * 8
    whole = mail("m1", ". ".join(said))
    first, rest = ([add(f"{words}.", words) for words in part] for part in (said[:12], said[12:]))
    assert rules(judged((), *first, *rest, read=(whole,)))[11:] == [("applied", "new")] + [("rejected", "too_many")] * 2
    boats = [f"We own boat {number}" for number in range(20, 26)]
    done = judged((), *(add(f"{words}.", words) for words in boats), read=(mail("m1", ". ".join(boats)),))
    assert done.verdicts[5].reason == "This message may carry 5 operations. A person decides."


@pytest.mark.parametrize(
    ("slug", "expected"),
    [
        ("tenant_since_2021", ("applied", "new")),
        ("tenant_since_2022", ("rejected", "unsupported")),
        ("long_standing_friend", ("applied", "new")),
        ("owner_of_the_mill_beside_a_lake", ("rejected", "unrelated")),
    ],
)
def test_a_slug_says_no_figure_and_no_sentence_that_its_quote_does_not(slug: str, expected: tuple[str, str]) -> None:
    proposal = add(slug, "We have been your tenants since 2021", kind="role")
    assert rule((), proposal, mail("m1", "We have been your tenants since 2021.")) == expected
