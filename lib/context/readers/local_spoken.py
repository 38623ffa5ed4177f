"""What is stated without a slot for it: by the client, by who writes beside them, in answers and in notes of ours."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from lib.context.engine.threads import topic_of
from lib.context.readers.local_sentences import plain, sentences
from lib.context.readers.local_slots import ReadingRules
from lib.context.readers.local_statements import Statement, text_of
from lib.context.readers.speech.assertion import assertions, tells_only_change
from lib.context.readers.speech.clauses import Subject, told_of
from lib.context.readers.speech.earnest import is_earnest
from lib.context.readers.speech.grammar import Grammar, grammars_of, is_any, topics
from lib.context.readers.speech.household import names_of_household
from lib.context.readers.speech.notes import Speaker, lines, of_client
from lib.context.text.greetings import without_greeting
from lib.context.text.languages import small
from lib.context.text.values.quantities import numbers

SPOKEN_OF = ("call", "meeting", "note")
"""Channels whose text tells of a conversation, with the names of who speaks."""
LONGEST_ANSWER = 8
"""Words of a sentence that answers a question without one of its own words."""
LONGEST_LABEL = 3
"""Words of a question that only names what a figure is of ("My budget?")."""
GIVEN = frozenset(("budget", "limit", "count", "people", "rooms"))
"""What such a question is about."""


def spoken(request: Mapping[str, Any], chosen: ReadingRules) -> Iterator[Statement]:
    """What each source states of the client, oldest first; a text that gives orders to a program states nothing."""
    name, before = request["contact"]["name"], None
    people = _people(request["sources"])
    for source in request["sources"]:
        if chosen.orders.search(plain(source["text"])):
            continue
        if source["author"] == "contact" or (source["author"] == "other" and source["channel"] not in SPOKEN_OF):
            yield from _of_contact(source, chosen, name=name, people=people, before=before)
        elif source["author"] == "us" and source["channel"] in SPOKEN_OF:
            yield from _of_ours(source, chosen, name=name)
        before = source


def _of_contact(
    source: Mapping[str, Any],
    chosen: ReadingRules,
    *,
    name: str,
    people: frozenset[str],
    before: Mapping[str, Any] | None,
) -> Iterator[Statement]:
    text = text_of(source)
    said = [without_greeting(sentence) for sentence in sentences(text)]
    if source["channel"] in SPOKEN_OF:
        said = [line.text for line in lines(said, name) if line.speaker != "another"]
    is_answer = before is not None and _is_asked(before, source)
    about: Subject = "none"
    for number, sentence in enumerate(said):
        grammar = grammars_of(sentence, text)
        after = said[number + 1] if number + 1 < len(said) else ""
        parts = tuple(item.text for item in assertions(sentence, grammar, after=after, of_them=people, before=about))
        about = told_of(sentence, grammar, "self" if about == "self" else "none")
        if not parts and tells_only_change(sentence, grammar, after=after, of_them=people):
            yield _statement(source, sentence, sentence, is_fact=False)
        if not parts and number == 0 and is_answer and _answers(sentence, grammar):
            yield _statement(source, sentence, sentence, label=topic_of(source["subject"]))
        if not parts and number and _answers_itself(said[number - 1], sentence, grammar):
            yield _statement(source, sentence, f"{said[number - 1]} {sentence}")
        yield from (_statement(source, sentence, part) for part in parts)


def _of_ours(source: Mapping[str, Any], chosen: ReadingRules, *, name: str) -> Iterator[Statement]:
    """What we noted of the client; what we were told of them (hearsay) speaks against facts alone."""
    about: Speaker = "client"
    for line in lines(sentences(source["text"]), name):
        parts, about = of_client(line, grammars_of(line.text, source["text"]), name=name, before=about)
        if not chosen.is_hearsay(line.text):
            yield from (_statement(source, line.text, part) for part in parts)


def _people(sources: Sequence[Mapping[str, Any]]) -> frozenset[str]:
    """The names of the client's people in what they wrote."""
    texts = [source["text"] for source in sources if source["author"] == "contact"]
    return frozenset(name for text in texts for name in names_of_household(text, grammars_of(text, text)))


def _statement(
    source: Mapping[str, Any], sentence: str, part: str, *, is_fact: bool = True, label: str = ""
) -> Statement:
    return Statement(
        source["id"],
        source["channel"],
        text=sentence,
        claims=(),
        core=part,
        is_fact=is_fact,
        is_by_other=source["author"] == "other",
        label=label,
    )


def _is_asked(before: Mapping[str, Any], source: Mapping[str, Any]) -> bool:
    """Whether the message before, of ours and in the same thread, asks something."""
    same = topic_of(before["subject"]).casefold() == topic_of(source["subject"]).casefold()
    return bool(before["author"] == "us" and same and "?" in before["text"])


def _answers_itself(question: str, answer: str, grammar: Sequence[Grammar]) -> bool:
    """Whether the author asks for a figure of their own and gives it themselves ("How many are we? Three.")."""
    asked, words = small(question), small(answer)
    if not question.endswith("?") or not (is_any(grammar, "how_many", asked) or topics(grammar, asked) & GIVEN):
        return False
    is_theirs = is_any(grammar, "first", asked) or is_any(grammar, "household", asked)
    is_label = len(asked.split()) <= LONGEST_LABEL
    if not (is_theirs or is_label) or is_any(grammar, "second", words) or is_any(grammar, "past", words):
        return False
    is_short = len(words.split()) <= LONGEST_ANSWER and is_earnest(answer, grammar)
    return is_short and not is_any(grammar, "courtesy", words) and bool(numbers(answer))


def _answers(sentence: str, grammar: Sequence[Grammar]) -> bool:
    """Whether a few words say something by themselves: a figure, a name, or something that we know of."""
    words, count = small(sentence), len(sentence.split())
    if not 1 < count <= LONGEST_ANSWER or not is_earnest(sentence, grammar) or is_any(grammar, "courtesy", words):
        return False
    names = any(word[:1].isupper() for word in sentence.split()[1:])
    return names or any(map(str.isdigit, sentence)) or bool(topics(grammar, words))
