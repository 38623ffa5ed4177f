"""How messages are written into a request: who wrote each, in which thread, on which weekday, in which parts."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lib.context.engine.derived import Derived
from lib.context.engine.state import State
from lib.context.evidence.quotes.source import Source
from lib.context.text.mail.segments import Segment

BYTES_A_TOKEN = 1.5
"""UTF-8 bytes a token: the densest of what was measured (English 2.9, Chinese 1.7) with room to spare."""
OWN_LENGTH, QUOTED_LENGTH = 12_000, 600
MOST_SHOWN = 2 * OWN_LENGTH
"""Characters of a part and of a whole message that a reader sees."""
MOST_PARTS, BEGINNING = 12, 40
"""Parts of a message that are named, and characters by which each is known."""
EARLIER_TOKENS, EARLIER_LENGTH = 6_000, 1_500
"""Tokens of all messages that were read before, and characters of each, that go along."""
CUT = "\n[… cut]\n"
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True)
class Conversations:
    """The conversations that the new sources belong to, by what a reader calls them."""

    names: Mapping[str, str]
    """By the id of a message; t1… are the open threads of the request, c1… others."""
    messages: Mapping[str, tuple[Source, ...]]
    """By name, oldest first."""


def conversations(
    state: State, derived: Derived, *, sources: Collection[Source], threads: Sequence[str]
) -> Conversations:
    """Those of the new `sources`; `threads` are the aliases of the open ones in their order."""
    ids = {source.interaction.id for source in sources}
    messages_of: dict[str, tuple[Source, ...]] = {}
    for alias, thread in zip(threads, derived.threads, strict=True):
        if any(message.interaction.id in ids for message in thread.messages):
            messages_of[alias] = thread.messages
    known = {message.interaction.id for messages in messages_of.values() for message in messages}
    closed = dict.fromkeys(key for source in sources if source.interaction.id not in known and (key := _key(source)))
    grouped: dict[str, list[Source]] = {key: [] for key in closed}
    for source in state.rows.sources if closed else ():
        if (key := _key(source)) in grouped:
            grouped[key].append(source)
    messages_of |= {f"c{number}": tuple(messages) for number, messages in enumerate(grouped.values(), 1)}
    names = {message.interaction.id: name for name, messages in messages_of.items() for message in messages}
    return Conversations(names, messages_of)


def _key(source: Source) -> str | None:
    """What a site's own thread is told by, None for what belongs to none."""
    thread_id = source.interaction.thread_id
    return thread_id if thread_id and source.channel in ("email", "sms") else None


def source_documents(state: State, known: Conversations, sources: Mapping[str, Source]) -> list[dict[str, Any]]:
    """The new sources, each under its alias."""
    return [
        {
            "id": alias,
            **_about(source, state, known),
            "subject": source.interaction.subject or "",
            "text": text_for_reader(source),
            "parts": _parts(source),
        }
        for alias, source in sources.items()
    ]


def earlier_documents(
    state: State, known: Conversations, sources: Collection[Source], *, budget: float
) -> list[dict[str, Any]]:
    """What was read before in the conversations of the new sources, oldest first: the newest that fit `budget` tokens.

    Each has its author's own words alone.
    """
    newest: dict[str, datetime] = {}
    for source in sources:
        name = known.names.get(source.interaction.id, "")
        newest[name] = max(source.at, newest.get(name, source.at))
    before = [
        message
        for name, messages in known.messages.items()
        for message in messages
        if message.interaction.is_read and name in newest and message.at <= newest[name]
    ]
    chosen: list[Source] = []
    left = min(budget, EARLIER_TOKENS)
    for source in sorted(before, key=lambda source: source.at, reverse=True):
        if source.is_automatic or not source.own_text:
            continue
        left -= tokens_of(source.own_text[:EARLIER_LENGTH])
        if left < 0:
            break
        chosen.append(source)
    return [
        {
            "id": f"e{number}",
            **_about(source, state, known),
            "read_before": True,
            "text": source.own_text[:EARLIER_LENGTH] + CUT * (len(source.own_text) > EARLIER_LENGTH),
        }
        for number, source in enumerate(reversed(chosen), 1)
    ]


def tokens_of(text: str) -> float:
    """How many tokens a text is at most."""
    return len(text.encode("utf-8", "replace")) / BYTES_A_TOKEN


def text_for_reader(source: Source) -> str:
    """The text of a source as a reader sees it: long parts are cut visibly, quoted ones early."""
    return "".join(text for _, text in _pieces(source))[:MOST_SHOWN]


def own_shown(source: Source) -> tuple[int, int]:
    """How many characters of the author's own words a reader sees, and how many there are."""
    seen = written = position = 0
    for segment in source.segments:
        length = segment.end - segment.start
        told = min(length, _longest(segment))
        if segment.part == "own":
            written += length
            seen += max(0, min(told, MOST_SHOWN - position))
        position += told + (len(CUT) if told < length else 0)
    return seen, written


def _about(source: Source, state: State, known: Conversations) -> dict[str, Any]:
    """Where a message stands, who wrote it, and when."""
    named = source.interaction.author_name or (state.rows.contact.name if source.author == "contact" else "")
    return {
        "channel": source.channel,
        "thread": known.names.get(source.interaction.id, ""),
        "author": source.author,
        "author_name": named,
        "occurred_at": source.at.isoformat(),
        "weekday": WEEKDAYS[source.at.weekday()],
    }


def _parts(source: Source) -> list[dict[str, str]]:
    """The parts of a message in order, each with how it begins; none where all of it is the author's own."""
    pieces = [(part, " ".join(text.split())) for part, text in _pieces(source)]
    told = [{"part": part, "begins": text[:BEGINNING]} for part, text in pieces if text]
    return told[:MOST_PARTS] if any(item["part"] != "own" for item in told) else []


def _pieces(source: Source) -> Iterator[tuple[str, str]]:
    """Each part with what a reader sees of it."""
    body = source.interaction.body
    for segment in source.segments:
        longest = _longest(segment)
        text = body[segment.start : segment.end]
        yield segment.part, text if len(text) <= longest else text[:longest] + CUT


def _longest(segment: Segment) -> int:
    return OWN_LENGTH if segment.part in ("own", "signature") else QUOTED_LENGTH
