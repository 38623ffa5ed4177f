"""What a client asks in messages that wait for an answer, and what on file answers it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from lib.context.brief.people import is_of_same_people
from lib.context.evidence.quotes.source import Source
from lib.context.evidence.relatedness import overlap
from lib.context.model import Deal, Fact
from lib.context.text.greetings import without_greeting
from lib.context.text.normalize import folded_words
from lib.context.text.reply_cues import asks, questions
from lib.context.text.sentences import is_substantial, marked_sentences

ENOUGH = 0.75
"""The share of a question's words that something on file must have to answer it: less is a word or two in common."""
MOST = 20
"""Questions of one brief, the newest."""


@dataclass(frozen=True)
class Answer:
    """What answers a question: a fact, a deal or words of ours."""

    kind: str
    id: str
    text: str
    sources: frozenset[str] = frozenset()
    """The interactions that it rests on: a message does not answer itself."""


@dataclass(frozen=True)
class Question:
    """One sentence that asks, word by word; without an answer nobody on file knows it."""

    text: str
    source: Source
    answer: Answer | None


def asked(
    messages: Sequence[Source], *, facts: Sequence[Fact], deals: Sequence[Deal], ours: Sequence[Source]
) -> tuple[tuple[Question, ...], int]:
    """The newest questions of `messages`, those of the newest first, each with what of the rest on file answers it; and
    how many older ones there are. One that is asked again counts once, where it was asked last.
    """
    last = {text: source for source in messages for text in questions(source.own_ends)}
    newest_last = [
        (text, source)
        for source in messages
        for text in dict.fromkeys(reversed(list(questions(source.own_ends))))
        if last[text] is source
    ]
    newest = sorted(newest_last[-MOST:], key=lambda item: item[1].at, reverse=True)  # stable: in each as it was written
    known = list(_known(facts, deals, ours))
    with_answers = tuple(
        Question(text, source, _answer(text, [item for item in known if source.interaction.id not in item.sources]))
        for text, source in newest
    )
    return with_answers, len(newest_last) - len(with_answers)


def _known(facts: Iterable[Fact], deals: Iterable[Deal], ours: Sequence[Source]) -> Iterator[Answer]:
    for fact in facts:
        if fact.status == "active" and not asks(fact.text):
            sources = frozenset(item.interaction_id for item in fact.evidence)
            yield Answer("fact", str(fact.id), fact.text, sources)
    for deal in deals:
        told = (deal.type, deal.stage, deal.next_action, deal.estimated_value and f"{deal.estimated_value:,.0f}")
        yield Answer("deal", deal.id, " ".join(str(item).replace("_", " ") for item in told if item))
    for source in reversed(ours):
        for sentence in marked_sentences(source.own_ends):
            if is_substantial(folded_words(sentence).strip(" .!")) and not asks(sentence):
                yield Answer("message", source.interaction.id, sentence.strip())


def _answer(question: str, known: Iterable[Answer]) -> Answer | None:
    best, answer, asked_words = ENOUGH, None, without_greeting(question)
    for item in known:
        share = overlap(asked_words, item.text) or 0.0
        if share >= best and (answer is None or share > best) and is_of_same_people(question, item.text):
            best, answer = share, item
    return answer
