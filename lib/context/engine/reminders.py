"""What no summary may leave out: how things stand, what is disputed, what may go wrong, what waits for our answer."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from lib.context.engine.derived import Derived
from lib.context.engine.disputes import foremost
from lib.context.engine.summary import Sentence, safe_topic, tells
from lib.context.engine.summary_words import summary_words
from lib.context.engine.threads import Thread
from lib.context.model import KINDS, Fact
from lib.context.text.languages import languages
from lib.context.text.normalize import shortened
from lib.context.text.orders import speaks_to_program

MOST_DISPUTED, MOST_RISKS, LONGEST_QUESTION = 4, 5, 500
"""Facts of one dispute come in pairs; of the risks those count that facts state."""
ELSEWHERE = "disputed_fact"
"""The derived risk that the summary tells in a sentence of its own."""


def reminders(text: str, *, facts: Sequence[Fact], derived: Derived, told: Sequence[Sentence] = ()) -> str:
    """The sentences that follow the summary `text`, in its language; a risk that one of `told` says is said already.

    What is more than may be listed is counted.
    """
    disputed = [fact for fact in facts if fact.status == "disputed"]
    words = summary_words(text if languages(text) else " ".join(fact.text for fact in disputed))
    sentences = [words["status"].format(words["statuses"][derived.status])]
    if disputed:
        named_first = foremost(facts, most=MOST_DISPUTED)
        listed = _listed(words, [_said(fact) for fact in named_first], left=len(disputed) - len(named_first))
        sentences.append(words["disputed"].format(listed))
    stated = list(dict.fromkeys(_stated_risks(words, facts, told)))
    if risks := [*stated[:MOST_RISKS], *_derived_risks(words, derived)]:
        sentences.append(words["risks"].format(_listed(words, risks, left=len(stated) - len(stated[:MOST_RISKS]))))
    asked = [(message.at, thread.key, thread) for thread in derived.threads if (message := thread.last_asked)]
    for at, _, thread in sorted(asked, key=lambda item: item[:2], reverse=True):
        if question := _question(thread):
            sentences.append(words["unanswered"].format(f"{at:%Y-%m-%d}", shortened(question, LONGEST_QUESTION)))
            break
    return " ".join(sentences)


def _question(thread: Thread) -> str:
    """What waits in a thread word by word; its topic where the words are orders to a program that reads them."""
    question = thread.question
    return safe_topic(thread) if speaks_to_program(question) else question


def _listed(words: Mapping[str, Any], items: Sequence[str], *, left: int) -> str:
    return "; ".join(items) + (f" ({words['more'].format(left)})" if left else "")


def _stated_risks(words: Mapping[str, Any], facts: Sequence[Fact], told: Sequence[Sentence]) -> Iterator[str]:
    for fact in facts:
        is_risk = fact.status == "active" and KINDS[fact.kind].section == "risks"
        if is_risk and not any(tells(sentence, fact) for sentence in told):
            yield words["others"].format(_said(fact)) if fact.said_by == "other" else _said(fact)


def _derived_risks(words: Mapping[str, Any], derived: Derived) -> Iterator[str]:
    types = dict.fromkeys(risk.type for risk in derived.risks)
    return (words[type] for type in types if type in words and type != ELSEWHERE)


def _said(fact: Fact) -> str:
    return fact.text.replace("_", " ") if KINDS[fact.kind].is_slug else fact.text.rstrip(".")
