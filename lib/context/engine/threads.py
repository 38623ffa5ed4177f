"""Open threads: which conversations are not closed, and which of them wait for us."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from operator import attrgetter

from lib.context.engine.occasions import is_over
from lib.context.evidence.quotes.source import Source
from lib.context.model import Channel, Suggestion
from lib.context.text.mail.subject_prefixes import without_prefixes
from lib.context.text.normalize import shortened
from lib.context.text.reply_cues import last_question

OPEN_DAYS = 30
WAITING_DAYS = 120
"""A thread stays open for 30 days after its last message, for 120 while it waits for our reply."""
LOOKED_AT = 50
"""How many of the unanswered messages are looked at, the newest."""
APART = timedelta(days=60)
"""Mails of one subject without a thread's name are two conversations when so long a silence lies between them."""


@dataclass(frozen=True)
class Thread:
    """One conversation by mail or message, or both; `messages` are oldest first, without bulk and automatic mail."""

    channel: Channel
    id: str
    messages: tuple[Source, ...]
    spoken_at: datetime | None = None
    """When somebody last met or called the client: what was asked before is taken as answered."""
    said: Mapping[str, Suggestion] = field(default_factory=dict)
    """What a reader said, on a quote, of messages that wait for an answer or do not, by interaction."""

    @property
    def key(self) -> str:
        """What citations and suggested tones of this thread are kept under."""
        return f"thread {self.channel} {self.id}"

    @property
    def last(self) -> Source:
        """The newest message."""
        return self.messages[-1]

    @property
    def last_at(self) -> datetime:
        """The moment of the newest message."""
        return self.last.at

    @cached_property
    def topic(self) -> str:
        """The newest subject without reply prefixes, else the beginning of the first message."""
        subjects = (topic_of(message.interaction.subject) for message in reversed(self.messages))
        first = " ".join(self.messages[0].own_text[:400].split())
        return next((subject for subject in subjects if subject), "") or shortened(first, 80) or "(no subject)"

    @cached_property
    def unanswered(self) -> tuple[Source, ...]:
        """The client's messages since we last wrote or spoke with them, oldest first; nobody else answers for us."""
        since = max((message.at for message in self.messages if message.author == "us"), default=None)
        answered = max((moment for moment in (since, self.spoken_at) if moment is not None), default=None)
        of_contact = (message for message in self.messages if message.author == "contact")
        return tuple(message for message in of_contact if answered is None or message.at > answered)

    @cached_property
    def asked(self) -> Source | None:
        """The first unanswered message that asks, unless a later one says that no answer is needed.

        What was asked for a day is over when the client writes again after that day.
        """
        first = None
        for message in self.unanswered[-LOOKED_AT:]:
            if first and not self._word_on(first) and is_over(first.own_text, first.at.date(), today=message.at.date()):
                first = None
            if self._is_asking(message):
                first = first or message
            elif self._word_on(message) or message.closes:
                first = None
        return first

    @property
    def question(self) -> str:
        """What the client waits for an answer to, word by word; empty where nothing waits or no sentence says it."""
        newest = self.last_asked
        word = self._word_on(newest) if newest else None
        return " ".join(word.quote.split()) if word else last_question(newest.own_text) if newest else ""

    @property
    def last_asked(self) -> Source | None:
        """The newest unanswered message that asks, in which `question` stands; None where nothing waits."""
        if self.asked is None:
            return None
        return next(message for message in reversed(self.unanswered) if self._is_asking(message))

    def _is_asking(self, message: Source) -> bool:
        word = self._word_on(message)
        return word.value == "yes" if word else message.asks

    def _word_on(self, message: Source) -> Suggestion | None:
        """What a reader said of a message, as long as its quote stands there."""
        word = self.said.get(message.interaction.id)
        return word if word and word.quote and word.quote in message.interaction.body else None

    @property
    def needs_reply(self) -> bool:
        """Whether the client waits for our answer."""
        return self.asked is not None

    @property
    def waits_since(self) -> datetime:
        """The moment of the first unanswered message that asks; of the newest message where none does."""
        return self.asked.at if self.asked else self.last_at

    @property
    def closes_at(self) -> datetime:
        """The moment from which it no longer counts as open."""
        return self.last_at + timedelta(days=WAITING_DAYS if self.needs_reply else OPEN_DAYS)


def open_threads(
    sources: Sequence[Source], now: datetime, *, suggestions: Iterable[Suggestion] = ()
) -> tuple[Thread, ...]:
    """The threads that are open at `now`, newest first; `sources` are in order of time.

    Of `suggestions` count those on what waits.
    """
    since = now - timedelta(days=WAITING_DAYS)  # the cheap tests first
    recent = (t for t in all_threads(sources, now, suggestions=suggestions, since=since) if t.last_at > since)
    threads = [thread for thread in recent if thread.closes_at > now]
    return tuple(sorted(threads, key=lambda thread: (thread.last_at, thread.channel, thread.id), reverse=True))


def all_threads(
    sources: Sequence[Source],
    now: datetime,
    *,
    suggestions: Iterable[Suggestion] = (),
    since: datetime | None = None,
) -> Iterator[Thread]:
    """Every thread, open or closed, in no order; `sources` are in order of time.

    Those that the site names and that have been silent `since` a moment are left out: of a big mailbox, nearly all.
    """
    said = {item.key: item for item in suggestions if item.field == "needs_reply"}
    spoken = (source.at for source in reversed(sources) if source.channel in ("meeting", "call") and source.at <= now)
    spoken_at = next(spoken, None)
    for (channel, thread_id), messages in _conversations(_spoken_in(sources, since) if since else sources):
        yield Thread(channel, thread_id, messages, spoken_at, said)


def _spoken_in(sources: Sequence[Source], since: datetime) -> Iterator[Source]:
    """The messages without those of conversations that the site names and nobody has written in since."""
    newer = sources[bisect_right(sources, since, key=attrgetter("at")) :]
    heard = {source.interaction.thread_id for source in newer} | {None, ""}
    return (source for source in sources if source.interaction.thread_id in heard)


def _conversations(sources: Iterable[Source]) -> Iterator[tuple[tuple[Channel, str], tuple[Source, ...]]]:
    """What belongs together, with the channel that it began in and its id; `sources` are in order of time.

    A site's own thread ids are kept, whatever channel their messages came by. Messages without one belong together by
    subject, until a silence of `APART`: the conversation after it is named with the day it began.
    """
    grouped: dict[tuple[Channel | None, str], list[Source]] = {}
    named: dict[tuple[Channel | None, str], str] = {}
    for source in sources:
        if source.channel not in ("email", "sms") or source.is_automatic:
            continue
        name = thread_name(source.interaction.thread_id, source.interaction.subject, source.channel)
        if source.interaction.thread_id:  # the site says what belongs together: a mail may be answered by a message
            grouped.setdefault((None, name), []).append(source)
            continue
        subject = source.channel, name
        before = grouped.get((source.channel, named.setdefault(subject, name)), [])
        if before and source.at - before[-1].at > APART:
            named[subject] = f"{name} {source.at:%Y-%m-%d}"
        grouped.setdefault((source.channel, named[subject]), []).append(source)
    for (_, thread_id), messages in grouped.items():
        yield (messages[0].channel, thread_id), tuple(messages)


def thread_name(thread_id: str | None, subject: str | None, channel: str) -> str:
    """What a message's conversation is called: the site's own id, else its topic in small letters, else its channel."""
    return thread_id or topic_of(subject).casefold() or channel


def topic_of(subject: str | None) -> str:
    """A subject without reply and forward prefixes, on one line."""
    return shortened(" ".join(without_prefixes(subject or "").split()), 200)
