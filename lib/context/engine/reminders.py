"""What no summary may leave out: how things stand, what is disputed, what may go wrong, what waits for our answer."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from lib.context.engine.cited import fact_key
from lib.context.engine.derived import Derived
from lib.context.engine.summary_words import summary_words
from lib.context.engine.threads import Thread
from lib.context.model import KINDS, Fact
from lib.context.text.normalize import shortened
from lib.context.text.orders import speaks_to_program
from lib.context.text.topics import families

MOST_DISPUTED, MOST_RISKS = 4, 5
"""Facts of one dispute come in pairs."""
LIFE_AND_LIMB = "diet"
"""The family of words whose disputes are named first: what somebody may not eat."""
ELSEWHERE = "disputed_fact"
"""The derived risk that the summary tells in a sentence of its own."""


def reminders(text: str, *, facts: Sequence[Fact], derived: Derived, cited: Collection[str] = ()) -> str:
    """The sentences that follow the summary `text`, in its language; a risk in `cited` stands in `text` already."""
    words = summary_words(text)
    sentences = [words["status"].format(words["statuses"][derived.status])]
    if disputed := _disputed(facts):
        sentences.append(words["disputed"].format("; ".join(disputed)))
    if risks := list(dict.fromkeys(_risks(words, facts=facts, derived=derived, cited=cited)))[:MOST_RISKS]:
        sentences.append(words["risks"].format("; ".join(risks)))
    asked = [(message.at, thread.key, thread) for thread in derived.threads if (message := thread.last_asked)]
    for at, _, thread in sorted(asked, key=lambda item: item[:2], reverse=True):
        if question := _question(thread):
            sentences.append(words["unanswered"].format(f"{at:%Y-%m-%d}", shortened(question, 200)))
            break
    return " ".join(sentences)


def _question(thread: Thread) -> str:
    """What waits in a thread word by word; its topic where the words are orders to a program that reads them."""
    question = thread.question
    return thread.topic if speaks_to_program(question) else question


def _disputed(facts: Sequence[Fact]) -> list[str]:
    """The disputed facts in ledger order; of many the newest, and those about what somebody may not eat."""
    disputed = [fact for fact in facts if fact.status == "disputed"]
    told = sorted(disputed, key=lambda fact: (LIFE_AND_LIMB in families(fact.text), disputed.index(fact)))
    kept = {fact.id for fact in told[-MOST_DISPUTED:]}
    return [_said(fact) for fact in disputed if fact.id in kept]


def _risks(
    words: Mapping[str, Any], *, facts: Sequence[Fact], derived: Derived, cited: Collection[str]
) -> Iterator[str]:
    for fact in facts:
        if fact.status == "active" and KINDS[fact.kind].section == "risks" and fact_key(fact.id) not in cited:
            yield words["others"].format(_said(fact)) if fact.said_by == "other" else _said(fact)
    for risk in derived.risks:
        if risk.type in words and risk.type != ELSEWHERE:
            yield words[risk.type]


def _said(fact: Fact) -> str:
    return shortened(fact.text.replace("_", " ") if KINDS[fact.kind].is_slug else fact.text.rstrip("."), 120)
