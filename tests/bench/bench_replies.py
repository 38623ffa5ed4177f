"""How well the check of a draft tells replies that hold from replies with one value replaced, and how long it takes.

The replies are turns of public dialogues in which a person's agent repeats values that the person gave before; skipped
where the dialogues are absent.
"""

import json
import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from time import perf_counter
from typing import Any
from uuid import UUID

from lib.context.engine.derived import SourceRows
from lib.context.engine.state import State
from lib.context.evidence.quotes.correspondence import correspondence_of
from lib.context.model import Author, Contact, Fact, Interaction, SystemLinks
from lib.context.records import Mark
from lib.context.reply.check import check
from lib.context.reply.marks import ReplyCheck
from tests.bench.bench_grounding import DIALOGUES, share
from tests.bench.measurement import Measurement

BEGAN = datetime(2019, 3, 1, 12, tzinfo=UTC)  # the day from which the dialogues count
ANYBODY = UUID(int=1)
FEWEST = 2
"""Values of the person's that a turn must repeat to be a reply worth checking."""
_CONFIRMS = re.compile(
    r"\bconfirm|\bcorrect\b|\bright\?|\b(?:make sure|verify|double.check|please (?:check|review))\b", re.I
)
"""How a turn sounds that repeats what was said instead of offering something new."""
NO_ALARMS = ("new promise", "claims an act")
"""Marks that say nothing against the values of a draft."""


@dataclass(frozen=True)
class Reply:
    """One turn of ours as a draft, what stood before it, and the values in it that the person gave: slot and words."""

    before: tuple[Interaction, ...]
    text: str
    values: tuple[tuple[str, str], ...]
    meant: frozenset[str]
    """What the person's values mean, in the one form of the data ("11:30")."""


def measure() -> Iterable[Measurement]:
    """The figures; none where the data is absent, and a line that says so."""
    took = list(_page(random.Random(1)))
    yield Measurement("checking a page of 3,300 characters, 200 facts, 500 mails: the first time", took[0], "ms")
    yield Measurement("the same, the median of the pages after it", sorted(took[1:])[len(took) // 2], "ms", 50)
    if not DIALOGUES.is_file():
        print(f"skipped: {DIALOGUES.name} is not there")
        return
    dialogues = json.loads(DIALOGUES.read_text("utf-8"))
    replies = [reply for dialogue in dialogues for reply in _replies(dialogue)]
    others = _values(dialogues)
    chance = random.Random(1)
    began = perf_counter()
    made = [checked(reply.before, reply.text) for reply in replies]
    yield Measurement("one check of a reply of one turn, mean", (perf_counter() - began) * 1000 / len(replies), "ms")
    alarms = [_is_alarmed(reply, known) for reply, known in zip(replies, made, strict=True)]
    yield Measurement(f"honest replies with a false alarm (of {len(alarms)})", 100 * sum(alarms) / len(alarms), "%", 10)
    any_mark = [any(mark.kind not in NO_ALARMS for mark in known.marks) for known in made]
    name = "with any mark, those on the service's own defaults included, which no turn before says"
    yield Measurement(name, 100 * sum(any_mark) / len(any_mark), "%")
    found = [
        any(start < mark.end and mark.start < end for mark in checked(reply.before, text).marks)  # on the very words
        for reply in replies
        for text, start, end in _wrong(reply, others, chance)
    ]
    yield share("replaced values found", found, 95)


def _page(chance: random.Random) -> Iterator[float]:
    """How long the check of a page takes for a client with 200 facts and 500 messages, in milliseconds."""
    now = BEGAN + timedelta(days=200)
    letters = [
        Interaction(
            f"m{number}", ANYBODY, "email", "in" if number % 2 else "out", "contact" if number % 2 else "us", None,
            f"t{number % 40}", "The house", _prose(chance, 12), False, BEGAN + timedelta(hours=9 * number), None, BEGAN,
        )
        for number in range(500)
    ]  # fmt: skip
    facts = tuple(
        Fact(
            number,
            "key_fact",
            "",
            _prose(chance, 1),
            "contradicted" if number % 5 == 0 else "active",
            1,
            added_at=BEGAN,
        )
        for number in range(200)
    )
    contact = Contact(ANYBODY, "Sam Carter", "sam@carter.example", None, None, BEGAN)
    rows = SourceRows(contact, correspondence_of(letters).sources, (), SystemLinks(), (), ())
    state = State(rows, facts, None, (), Mark(0, 0, 0))
    for _ in range(12):
        text = _prose(chance, 36)
        began = perf_counter()
        check(state, "t1", text, now=now)
        yield (perf_counter() - began) * 1000


def _prose(chance: random.Random, count: int) -> str:
    """So many sentences of made words, every third with an amount, some with a day."""
    written = []
    for _ in range(count):
        words = ["".join(chance.choices(("ba", "le", "mo", "ri", "tu", "sen", "ka"), k=3)) for _ in range(11)]
        if chance.random() < 0.33:
            words.insert(5, f"{chance.randint(20, 9000) * 100:,} euros")
        if chance.random() < 0.1:
            words.insert(3, f"on {chance.randint(1, 28)} May")
        written.append(f"The {' '.join(words)}.")
    return " ".join(written)


def checked(before: Sequence[Interaction], text: str) -> ReplyCheck:
    """The check of `text` as the next message of the dialogue."""
    contact = Contact(ANYBODY, "Sam Carter", "sam@carter.example", None, None, BEGAN)
    rows = SourceRows(contact, correspondence_of(before).sources, (), SystemLinks(), (), ())
    state = State(rows, (), None, (), Mark(0, 0, 0))
    return check(state, "dialogue", text, now=before[-1].occurred_at + timedelta(minutes=1))


def _is_alarmed(reply: Reply, made: ReplyCheck) -> bool:
    """Whether a mark stands on a value that the person gave."""
    places = [(start, start + len(words)) for _, words in reply.values for start in [reply.text.index(words)]]
    marks = [mark for mark in made.marks if mark.kind not in NO_ALARMS]
    return any(start < mark.end and mark.start < end for mark in marks for start, end in places)


def _replies(dialogue: Mapping[str, Any]) -> Iterator[Reply]:
    before: list[Interaction] = []
    said: dict[str, set[str]] = defaultdict(set)
    meant: dict[str, set[str]] = {}
    for number, turn in enumerate(dialogue["turns"]):
        if turn["by"] == "us" and before and _CONFIRMS.search(turn["text"]):
            values = tuple(_repeated(said, turn["text"]))
            if len(values) >= FEWEST:
                yield Reply(tuple(before), turn["text"], values, frozenset().union(*meant.values()))
        for slot in turn.get("slots", ()):
            meant[slot["slot"]] = set(slot["value"])
            said[slot["slot"]] = {turn["text"][slot["start"] : slot["end"]], *slot["value"]}
        before.append(_message(number, turn["by"], turn["text"]))


def _repeated(said: Mapping[str, set[str]], text: str) -> Iterator[tuple[str, str]]:
    for slot, forms in said.items():
        words = next((form for form in sorted(forms, key=len, reverse=True) if form in text), None)
        if words is not None:
            yield slot, words


def _values(dialogues: Iterable[Mapping[str, Any]]) -> Mapping[str, Mapping[str, str]]:
    """All values of each slot as the service writes them, or as people write days, each with what it means."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for dialogue in dialogues:
        for turn in dialogue["turns"]:
            for slot in turn.get("slots", ()):
                written = turn["text"][slot["start"] : slot["end"]]
                meant = slot["value"][0]
                found[slot["slot"]][written if slot["slot"].endswith("date") else meant] = meant
    return found


def _wrong(
    reply: Reply, others: Mapping[str, Mapping[str, str]], chance: random.Random
) -> Iterator[tuple[str, int, int]]:
    """The reply once for each value, with another value of the same slot that the dialogue does not have."""
    there = "\n".join([*(item.body for item in reply.before), reply.text]).casefold()
    for slot, words in reply.values:
        free = [value for value, meant in sorted(others[slot].items()) if meant not in reply.meant]
        free = [value for value in free if value.casefold() not in there]
        if free:
            value, start = chance.choice(free), reply.text.index(words)
            yield reply.text[:start] + value + reply.text[start + len(words) :], start, start + len(value)


def _message(number: int, by: str, text: str) -> Interaction:
    author: Author = "contact" if by == "contact" else "us"
    at = BEGAN + timedelta(minutes=number)
    direction = "in" if by == "contact" else "out"
    return Interaction(
        str(number), ANYBODY, "sms", direction, author, None, "dialogue", None, text, False, at, None, at
    )  # fmt: skip
