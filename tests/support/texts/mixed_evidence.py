"""Hostile proposals that mix evidence: the client's own words beside others', new beside old, one thing beside another.

Each sentence is known by what it says, and each correspondence by who wrote what first; so what a proposal may do is
known without asking the engine. `violations` are the proposals that did more.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from lib.context.engine.policy import RunInput, judge
from lib.context.evidence.quotes.correspondence import correspondence_of
from lib.context.model import Contact, Evidence, Fact, Interaction, Verdict
from lib.context.text.languages import languages
from tests.support.site import ANNA, MONDAY, day

CONTACT = Contact(ANNA, "Anna Berg", None, None, None, MONDAY)
SAYS = {
    "Budget is 450,000 euros.": ("Our budget is 450,000 euros.", "As before, we have a budget of 450,000 euros."),
    "Budget is 520,000 euros.": ("Our budget is 520,000 euros now.", "We raised the budget to 520,000 euros."),
    "Wants the party at the Harbour House.": ("We want the party at the Harbour House.",),
    "Wants the party at the Marina Club.": ("We want the party at the Marina Club.",),
    "Is vegetarian.": ("I am vegetarian, as you know.",),
    "Eats meat again.": ("I eat meat again since the summer.",),
    "Needs parking for two cars.": ("We need parking for two cars.",),
    "Needs parking for three cars.": ("We need parking for three cars, not fewer.",),
    "Braucht einen Balkon.": ("Wir brauchen einen Balkon nach Süden.",),
    "Braucht einen Garten.": ("Wir brauchen einen Garten mit Bäumen.",),
}
"""What may be stated, in pairs of which the second replaces the first, and the sentences that say it."""
DENIES = {
    "Budget is 450,000 euros.": "Our budget is not 450,000 euros any more.",
    "Wants the party at the Harbour House.": "We do not want the party at the Harbour House.",
    "Is vegetarian.": "I am no longer vegetarian, by the way.",
    "Needs parking for two cars.": "We no longer need parking for two cars.",
    "Braucht einen Balkon.": "Wir brauchen keinen Balkon nach Süden.",
}
FILLERS = (
    "Thanks, see you on the day.", "The weather is lovely here this week.", "Greetings to the whole family of yours.",
    "Das Wetter ist schön bei uns.", "We will call you about the plans tomorrow.",
)  # fmt: skip
STATEMENTS = tuple(SAYS)
SENTENCES = (*(sentence for said in SAYS.values() for sentence in said), *DENIES.values(), *FILLERS)
QUOTED = (
    "On 1 June 2026, Tom <tom@orb.example> wrote:\n> {}\n",
    "Am 1. Juni 2026 um 09:00 schrieb Tom:\n> {}\n",
    "From: Tom <tom@orb.example>\nSent: 1 June 2026 09:00\nTo: Anna\nSubject: Plans\n\n{}\n",
    "---------- Forwarded message ---------\nFrom: Tom <tom@orb.example>\n\n{}\n",
)
"""Parts of a mail that are not its author's."""


@dataclass(frozen=True)
class Message:
    """A message by its sentences: those of its author, and those that it quotes; a pasted one is among its own."""

    interaction: Interaction
    own: tuple[str, ...]
    quoted: tuple[str, ...]


@dataclass(frozen=True)
class Violation:
    """A proposal that did what its quotes do not say."""

    fact: Fact
    proposal: dict[str, Any]
    verdict: Verdict


def violations(number: int, *, seed: int) -> tuple[list[Violation], int]:
    """The violations of `number` proposals, ten to a correspondence, and how many of the proposals did anything."""
    chance = random.Random(seed)
    found, taken = [], 0
    for _ in range(number // 10):
        messages = tuple(_messages(chance))
        for _ in range(10):
            fact, proposal = _fact(chance), _proposal(chance, messages)
            verdict = _verdict(fact, proposal, messages)
            taken += verdict.verdict != "rejected"
            if not _is_allowed(fact, proposal, verdict=verdict, messages=messages):
                found.append(Violation(fact, proposal, verdict))
    return found, taken


def _messages(chance: random.Random) -> Iterator[Message]:
    before: list[str] = []
    for number in range(chance.randint(2, 6)):
        own = tuple(chance.sample(SENTENCES, chance.randint(1, 3)))
        if before and chance.random() < 0.3:
            own = (*own, chance.choice(before))
        quoted = tuple(dict.fromkeys(chance.choices(before or SENTENCES, k=chance.randint(0, 2))))
        body = chance.choice((" ", "\n\n")).join(own) + "\n\n"
        if quoted:
            layout = chance.choice(QUOTED)
            body += layout.format(("\n> " if "> " in layout else "\n").join(quoted))
        author = chance.choice(("contact", "contact", "contact", "us", "other"))
        moment = day(number * 2 + chance.random())
        row = Interaction(
            f"m{number}", ANNA, "email", "in", author, None, None, None, body, False, moment, None, moment
        )
        yield Message(row, own, quoted)
        before += [*own, *quoted]


def _fact(chance: random.Random) -> Fact:
    """A fact that the client stated in an older mail."""
    text = chance.choice(STATEMENTS)
    at = day(chance.choice((-9, 1, 3, 5)))
    evidence = Evidence("m-old", 0, 5, SAYS[text][0], at, at, "contact")
    fact = Fact(7, "key_fact", "", text, "active", 1, evidence=(evidence,), added_at=at)
    if chance.random() < 0.2:
        against = replace(evidence, interaction_id="m-end", first_seen_at=at, stance="contradicts")
        return replace(fact, status="contradicted", ended_version=1, evidence=(evidence, against), ended_at=at)
    status = chance.choice(("active", "active", "disputed"))
    return replace(fact, status=status, pinned=chance.random() < 0.1)


def _proposal(chance: random.Random, messages: tuple[Message, ...]) -> dict[str, Any]:
    quotes = []
    for _ in range(chance.randint(1, 4)):
        place = chance.randrange(len(messages))
        sentence = chance.choice((*messages[place].own, *messages[place].quoted))
        quotes.append({"source": f"s{place}", "quote": sentence})
    said = [text for text, words in SAYS.items() if {quote["quote"] for quote in quotes} & set(words)]
    text = chance.choice(said) if said and chance.random() < 0.6 else chance.choice(STATEMENTS)
    op = chance.choice(("add", "contradict", "contradict", "restate", "end"))
    shape = {"kind": "key_fact", "type": "", "fact": "f1", "reason": "It says so."}
    return {**shape, "op": op, "text": text, "evidence": quotes}


def _verdict(fact: Fact, proposal: dict[str, Any], messages: tuple[Message, ...]) -> Verdict:
    correspondence = correspondence_of([message.interaction for message in messages])
    by_id = {source.interaction.id: source for source in correspondence.sources}
    sources = {f"s{place}": by_id[message.interaction.id] for place, message in enumerate(messages)}
    run_input = RunInput(CONTACT, sources, {"f1": fact.id}, correspondence)
    return judge((fact,), [proposal], run_input, version=2).verdicts[0]


def _is_allowed(fact: Fact, proposal: dict[str, Any], *, verdict: Verdict, messages: tuple[Message, ...]) -> bool:
    """Whether the quotes say by themselves what was done; each slice is the text where it stands."""
    bodies = {message.interaction.id: message.interaction.body for message in messages}
    if any(item.quote != bodies[item.interaction_id][item.start : item.end] for item in verdict.evidence):
        return False
    if verdict.verdict in ("rejected", "unchanged"):
        return True
    again = verdict.target_id == fact.id and verdict.rule in ("said_again", "same_claim", "confirmed", "true_again")
    text = fact.text if again or proposal["op"] == "restate" else proposal["text"]
    wanted = {DENIES.get(fact.text, "")} if proposal["op"] == "end" else set(SAYS[text])
    cited = [(int(item["source"][1:]), item["quote"]) for item in proposal["evidence"] if item["quote"] in wanted]
    if verdict.rule == "new" and not cited and not _is_compared(text, proposal):
        return True
    if not cited or (fact.pinned and verdict.rule in ("contradicted", "ended_now", "disputed")):
        return False
    if verdict.rule not in ("contradicted", "ended_now", "confirmed", "true_again"):
        return True
    newest = max(item.first_seen_at for item in fact.evidence)
    return any(_is_new_and_own(place, sentence, newest=newest, messages=messages) for place, sentence in cited)


def _is_compared(text: str, proposal: dict[str, Any]) -> bool:
    """Whether a quote is in the language of `text`; else words say nothing: it may enter, never end or confirm."""
    ours = set(languages(text) or ("en",))
    return any(ours & set(languages(item["quote"])) for item in proposal["evidence"])


def _is_new_and_own(place: int, sentence: str, *, newest: Any, messages: tuple[Message, ...]) -> bool:
    """Whether the client wrote the sentence in that message, nobody had it before them, and it is newer."""
    message = messages[place]
    if message.interaction.author != "contact" or sentence not in message.own:
        return False
    first = next(item for item in messages if sentence in (*item.own, *item.quoted))
    is_theirs = first.interaction.author == "contact" and sentence in first.own
    return is_theirs and first.interaction.occurred_at > newest
