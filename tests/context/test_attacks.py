"""Attacks on a client's ledger through the whole refresh: a model that proposes what the letters do not say."""

from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import Engine

from lib.context.model import Fact
from lib.context.refresh import refresh
from lib.context.store import reads
from lib.database import read_only
from tests.support import site
from tests.support.site import ANNA, Scripted, add, answer, contradict, day, restate

BUDGET = "Our budget for the house is 450,000 euros."
PLACE = "We would love to have the party at the Marina Club."
HARBOUR = "We want the party at the Harbour House."
ROOF = "Our budget for the roof of the house is 60,000 euros."
Letter = tuple[str, str]
"""Who wrote, and what."""


@dataclass(frozen=True)
class Attack:
    """Letters that are on file, the fact that the first one gave, the letters that are new, and what is proposed."""

    fact: dict[str, Any]
    old: tuple[Letter, ...]
    new: tuple[Letter, ...]
    proposal: dict[str, Any]
    outcome: str
    """The verdict; the fact's text and status stand as they were unless it is "applied"."""
    after: tuple[tuple[str, str], ...] = ()
    """Text and status of all facts afterwards, where they are not as before."""


def quoting(proposal: dict[str, Any], *quotes: Letter) -> dict[str, Any]:
    return {**proposal, "evidence": [{"source": source, "quote": words} for source, words in quotes]}


MONEY = add("Budget for the house is 450,000 euros.", BUDGET)
SIXTY = "Budget for the house is 60,000 euros."
PARTY = add("Wants the party at the Harbour House.", HARBOUR)
MARINA = "Wants the party at the Marina Club."
OUTLOOK = "Fra: Nora Quist\nSendt: 6. maj 2025 09:14\nTil: Anna\nEmne: Taget\n\n"
ATTACKS = {
    "thanks over an old mail end nothing": Attack(
        PARTY, (("contact", PLACE), ("contact", HARBOUR)),
        (("contact", f"Thanks, see you on the day.\n\nOn 1 June 2026, Tom wrote:\n> {PLACE}\n"),),
        quoting(contradict("f1", MARINA), ("s1", "Thanks, see you on the day."), ("s1", PLACE)), "rejected",
    ),
    "thanks beside a third party's sentence only dispute": Attack(
        PARTY, (("contact", HARBOUR),), (("contact", "Thanks for everything, see you."), ("other", PLACE)),
        quoting(contradict("f1", MARINA), ("s1", "Thanks for everything, see you."), ("s2", PLACE)), "disputed",
        ((PARTY["text"], "disputed"), (MARINA, "disputed")),
    ),
    "an old sentence pasted under a new greeting is old": Attack(
        PARTY, (("contact", PLACE), ("contact", HARBOUR)), (("contact", f"Hi there. {PLACE}"),),
        contradict("f1", MARINA, f"Hi there. {PLACE}"), "rejected",
    ),
    "our words under a header of any language are not the client's": Attack(
        MONEY, (("contact", BUDGET), ("us", ROOF)), (("contact", f"Det passer.\n\n{OUTLOOK}{ROOF}\n"),),
        quoting(contradict("f1", SIXTY), ("s1", ROOF)), "disputed",
        ((MONEY["text"], "disputed"), (SIXTY, "disputed")),
    ),
    "our words that are only told are not the client's": Attack(
        MONEY, (("contact", BUDGET), ("us", ROOF)), (("contact", f"She wrote: {ROOF}"),),
        quoting(contradict("f1", "Budget for the roof of the house is 60,000 euros."), ("s1", ROOF)), "disputed",
        ((MONEY["text"], "disputed"), ("Budget for the roof of the house is 60,000 euros.", "disputed")),
    ),
    "a denial says nothing again": Attack(
        MONEY, (("contact", BUDGET),), (("contact", "Our budget for the house is not 450,000 euros any more."),),
        restate("f1", "Our budget for the house is not 450,000 euros any more."), "rejected",
    ),
    "thanks say nothing again": Attack(
        MONEY, (("contact", BUDGET),), (("contact", "Thanks for the lovely dinner last night."),),
        restate("f1", "Thanks for the lovely dinner last night."), "rejected",
    ),
    "a contradiction is about the same thing": Attack(
        add("Prefers e-mails.", "I prefer e-mails to calls"), (("contact", "I prefer e-mails to calls."),),
        (("contact", "We have a dog now, since Monday."),),
        contradict("f1", "Has a dog.", "We have a dog now"), "rejected",
    ),
    "what a sentence takes back ends nothing": Attack(
        MONEY, (("contact", BUDGET),), (("contact", "It is wrong that our budget for the house is 60,000 euros."),),
        contradict("f1", SIXTY, "our budget for the house is 60,000 euros"), "rejected",
    ),
    "two own sentences about two things end nothing together": Attack(
        PARTY, (("contact", HARBOUR),), (("contact", "The Marina Club is nice. We want the party to be fun."),),
        quoting(contradict("f1", MARINA), ("s1", "The Marina Club is nice."), ("s1", "We want the party to be fun.")),
        "rejected",
    ),
    "what the client says that we said ends nothing": Attack(
        MONEY, (("contact", BUDGET),), (("contact", "Our budget for the house is 60,000 euros, you wrote."),),
        contradict("f1", SIXTY, "Our budget for the house is 60,000 euros, you wrote."), "rejected",
    ),
    "what was so before ends nothing": Attack(
        MONEY, (("contact", BUDGET),), (("contact", "Last year our budget for the house was 60,000 euros."),),
        contradict("f1", SIXTY, "our budget for the house was 60,000 euros"), "rejected",
    ),
    "a second budget ends the first where the client says so": Attack(
        MONEY, (("contact", BUDGET),), (("contact", "Our budget for the house is 500,000 euros now."),),
        add("Budget for the house is 500,000 euros.", "Our budget for the house is 500,000 euros now."), "applied",
        ((MONEY["text"], "contradicted"), ("Budget for the house is 500,000 euros.", "active")),
    ),
    "a second budget of ours waits": Attack(
        MONEY, (("contact", BUDGET),), (("us", "So your budget for the house is 500,000 euros."),),
        add("Budget for the house is 500,000 euros.", "your budget for the house is 500,000 euros"), "rejected",
    ),
    "another currency is another value": Attack(
        MONEY, (("contact", BUDGET),), (("contact", "Our budget for the house is 500,000 dollars now."),),
        contradict("f1", "Budget for the house is 500,000 euros.", "Our budget for the house is 500,000 dollars now."),
        "rejected",
    ),
    "a bound is no value": Attack(
        MONEY, (("contact", BUDGET),), (("contact", "For the house we can pay 500,000 euros at most."),),
        contradict("f1", "Budget for the house is at least 500,000 euros.", "we can pay 500,000 euros at most"),
        "rejected",
    ),
    "a quote cut out of its denial ends nothing": Attack(
        add("Wants to keep the house.", "we want to keep the house"), (("contact", "Yes, we want to keep the house."),),
        (("contact", "We do not want to sell the house."),),
        contradict("f1", "Wants to sell the house.", "want to sell the house."), "rejected",
    ),
    "a question ends nothing": Attack(
        add("Wants to keep the house.", "we want to keep the house"), (("contact", "Yes, we want to keep the house."),),
        (("contact", "Do you think that we should sell the house?"),),
        contradict("f1", "Should sell the house.", "we should sell the house"), "rejected",
    ),
    "another word in an otherwise equal sentence is refused": Attack(
        add("Wants a garden.", "We want a garden"), (("contact", "We want a garden for the children."),),
        (("contact", "We want a garden for the dog as well."),),
        add("Wants a garage.", "We want a garden for the dog as well."), "rejected",
    ),
    "somebody else's address is refused": Attack(
        MONEY, (("contact", BUDGET),), (("contact", "Please write to joann@vale.example from now on."),),
        add("Writes from ann@vale.example.", "Please write to joann@vale.example from now on."), "rejected",
    ),
    "a name that nobody named is refused": Attack(
        MONEY, (("contact", BUDGET),), (("contact", "My brother pays for the roof."),),
        add("Paul pays for the roof.", "My brother pays for the roof."), "rejected",
    ),
    "what is needed no longer ends without a successor": Attack(
        add("Needs parking for two cars.", "We need parking for two cars"),
        (("contact", "We need parking for two cars."),), (("contact", "We no longer need parking for the cars."),),
        {**restate("f1", "We no longer need parking for the cars."), "op": "end", "reason": "No longer."}, "applied",
        (("Needs parking for two cars.", "contradicted"),),
    ),
    "another number of the same thing does not end it": Attack(
        add("Needs parking for two cars.", "We need parking for two cars"),
        (("contact", "We need parking for two cars."),), (("contact", "We no longer need parking for three cars."),),
        {**restate("f1", "We no longer need parking for three cars."), "op": "end", "reason": "No longer."}, "rejected",
    ),
    "what the house next door went for is no budget": Attack(
        MONEY, (("contact", BUDGET),), (("contact", "The house next door sold for 650,000 euros last week."),),
        contradict(
            "f1", "Budget for the house is 650,000 euros.", "The house next door sold for 650,000 euros last week."
        ),
        "rejected",
    ),
    "what was sold is owned no longer": Attack(
        MONEY, (("contact", BUDGET),), (("contact", "We sold our boat last year."),),
        add("Owns a boat.", "We sold our boat last year."), "rejected",
    ),
    "the home of a brother ends nothing": Attack(
        add("Lives in Rome.", "We live in Rome"), (("contact", "We live in Rome."),),
        (("contact", "My brother lives in Milan now."),),
        contradict("f1", "Lives in Milan.", "My brother lives in Milan now."), "rejected",
    ),
    "a second home waits for a person": Attack(
        add("Lives in Rome.", "We live in Rome"), (("contact", "We live in Rome."),),
        (("contact", "Wir wohnen jetzt in Mailand."),),
        add("Wohnt in Mailand.", "Wir wohnen jetzt in Mailand."), "rejected",
    ),
    "a no beside a yes ends it where the client says so": Attack(
        add("Is vegetarian.", "I am vegetarian"), (("contact", "I am vegetarian."),),
        (("contact", "I am not vegetarian any more."),),
        add("Is not vegetarian.", "I am not vegetarian any more."), "applied",
        (("Is vegetarian.", "contradicted"), ("Is not vegetarian.", "active")),
    ),
    "what might be ends nothing": Attack(
        add("Needs parking for two cars.", "We need parking for two cars"),
        (("contact", "We need parking for two cars."),),
        (("contact", "If we sell the cars we will no longer need parking."),),
        {**restate("f1", "If we sell the cars we will no longer need parking."), "op": "end", "reason": "No longer."},
        "rejected",
    ),
    "our sentence with a courtesy behind it is not the client's": Attack(
        MONEY, (("contact", BUDGET), ("us", ROOF)), (("contact", f"{ROOF[:-1]}, thank you very much."),),
        contradict("f1", "Budget for the roof of the house is 60,000 euros.", f"{ROOF[:-1]}, thank you very much."),
        "disputed",
        ((MONEY["text"], "disputed"), ("Budget for the roof of the house is 60,000 euros.", "disputed")),
    ),
    "a preference turned round says nothing again": Attack(
        add("Prefers calls to e-mails.", "I prefer calls to e-mails"), (("contact", "I prefer calls to e-mails."),),
        (("contact", "These days I prefer e-mails to calls."),),
        restate("f1", "These days I prefer e-mails to calls."), "rejected",
    ),
    "a name that is a word, too, is a name": Attack(
        MONEY, (("contact", BUDGET),), (("contact", "My sister pays for the roof."),),
        add("Rose pays for the roof.", "My sister pays for the roof."), "rejected",
    ),
    "thanks with the same small number say nothing again": Attack(
        add("Ha due gatti.", "Abbiamo due gatti"), (("contact", "Abbiamo due gatti."),),
        (("contact", "Grazie mille per la bella serata con i due amici."),),
        restate("f1", "Grazie mille per la bella serata con i due amici."), "rejected",
    ),
    "another kind of the same thing does not end it": Attack(
        add("Needs the big marquee.", "We need the big marquee"), (("contact", "We need the big marquee."),),
        (("contact", "We no longer need the small marquee."),),
        {**restate("f1", "We no longer need the small marquee."), "op": "end", "reason": "No longer."}, "rejected",
    ),
    "a denied end ends nothing": Attack(
        add("Needs a marquee for the garden.", "We need a marquee for the garden"),
        (("contact", "We need a marquee for the garden."),),
        (("contact", "It is not that we no longer need a marquee for the garden."),),
        {
            **restate("f1", "It is not that we no longer need a marquee for the garden."),
            "op": "end", "reason": "No longer.",
        },
        "rejected",
    ),
    "a paraphrase of the same sentence is no second fact": Attack(
        MONEY, (("contact", BUDGET),), (("contact", "As I said: there are 450,000 euros for the house, not more."),),
        add("Budget for the house is 450,000 euros.", "there are 450,000 euros for the house"), "reinforced",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ATTACKS)
def test_a_hostile_model_moves_no_fact_that_the_letters_do_not_move(database: Engine, name: str) -> None:
    expect_outcome(database, ATTACKS[name])


def expect_outcome(database: Engine, attack: Attack) -> None:
    """Two whole refreshes: the first gives the fact, the second's verdict and all facts are as the attack says."""
    site.install(database)
    for number, (author, body) in enumerate(attack.old):
        site.write(database, f"old{number}", body, at=day(number / 10), author=author)
    source = next(
        f"s{number}" for number, (_, body) in enumerate(attack.old, 1) if attack.fact["evidence"][0]["quote"] in body
    )
    first = {**attack.fact, "evidence": [{**attack.fact["evidence"][0], "source": source}]}
    outcome = refresh(database, ANNA, reader=Scripted(answer(first)), now=day(1))
    assert [verdict.verdict for verdict in outcome.verdicts] == ["applied"]
    before = ledger(database)
    for number, (author, body) in enumerate(attack.new):
        site.write(database, f"new{number}", body, at=day(2 + number / 10), author=author)
    outcome = refresh(database, ANNA, reader=Scripted(answer(attack.proposal), answer()), now=day(3))
    assert outcome.verdicts[0].verdict == attack.outcome
    expected = attack.after or tuple((fact.text, fact.status) for fact in before)
    assert tuple((fact.text, fact.status) for fact in ledger(database)) == expected
    assert outcome.context is not None
    standing = [text for text, status in expected if status in ("active", "disputed")]
    assert outcome.context["key_facts"] == standing


def ledger(database: Engine) -> tuple[Fact, ...]:
    with read_only(database) as connection:
        return tuple(reads.facts(connection, ANNA))


@pytest.mark.parametrize(
    ("body", "text", "quote"),
    [
        ("The budget is 10 % lower.", "Budget is 10 euros lower.", "The budget is 10 % lower."),
        ("The house has 140 sqft inside.", "House has 140 sqm.", "The house has 140 sqft inside."),
        ("We stay for a month, then we go.", "Stays for a week.", "We stay for a month"),
        ("I am no longer vegetarian.", "Is vegetarian.", "I am no longer vegetarian."),
        ("We live at 12a Elm Street now.", "Lives at 14a Elm Street.", "We live at 12a Elm Street"),
        ("The file has number QX1234.", "File has number QX9999.", "The file has number QX1234."),
        ("Our postcode is PL4 8AA.", "Postcode is PL9 8AA.", "Our postcode is PL4 8AA."),
        ("Look at example.com for plans.", "Plans are at example.co.", "Look at example.com for plans."),
        ("The flat is on the first floor.", "Flat is on the third floor.", "The flat is on the first floor."),
        ("It was 5 degrees in the flat.", "It was −5 degrees in the flat.", "It was 5 degrees in the flat."),
        ("We moved to SF for the job.", "Moved to NY for the job.", "We moved to SF for the job."),
        ("Gostávamos de ter um barco um dia.", "Tem um barco.", "Gostávamos de ter um barco um dia."),
        ("Wir hätten gern einen Hund.", "Hat einen Hund.", "Wir hätten gern einen Hund."),
        (
            "Il n'est pas vrai que nous vendons le bateau.",
            "Vend le bateau.",
            "Il n'est pas vrai que nous vendons le bateau.",
        ),
        ("Nele pays for Moritz.", "Moritz pays for Nele.", "Nele pays for Moritz."),
        ("We come the day after tomorrow.", "Comes tomorrow.", "We come the day after tomorrow."),
        ("We come this Friday, if you like.", "Comes on 2026-06-12.", "We come this Friday"),
    ],
)
def test_a_value_that_was_never_said_becomes_no_fact(database: Engine, body: str, text: str, quote: str) -> None:
    site.install(database)
    site.write(database, "m1", body)
    outcome = refresh(database, ANNA, reader=Scripted(answer(add(text, quote)), answer()), now=day(1))
    assert [verdict.verdict for verdict in outcome.verdicts] == ["rejected"]
    assert ledger(database) == ()


def test_what_another_said_is_marked_as_theirs_and_is_not_the_clients_in_the_summary(database: Engine) -> None:
    site.install(database)
    site.write(database, "m1", "Hello. Anna wants a garden for the children.", author="other")
    outcome = refresh(database, ANNA, reader=Scripted(answer(add("Wants a garden.", "wants a garden"))), now=day(1))
    (fact,) = ledger(database)
    assert (fact.text, fact.status, fact.said_by) == ("Wants a garden.", "active", "other")
    assert outcome.context is not None
    assert "Wants a garden" not in outcome.context["summary"]
