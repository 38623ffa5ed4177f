"""Open threads: which conversations are not closed, and which of them wait for us."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from lib.context.engine.quotes import Source
from lib.context.model import Channel

OPEN_DAYS = 30
WAITING_DAYS = 120
"""A thread stays open for 30 days after its last message, for 120 while it waits for our reply."""
LAST = 5
"""How many of the unanswered messages are looked at."""

AUTOMATIC = re.compile(
    r"^\s*(?:automatic reply|auto(?:matic)?[ -]?(?:reply|response)|out of (?:the )?office|abwesenheit|undeliver|"
    r"delivery status notification|mail delivery|returned mail|read:|accepted:|declined:|tentative:)",
    re.I,
)
_REPLY_PREFIX = re.compile(r"^\s*(?:(?:re|fw|fwd|aw|wg|sv|tr|rif|ref)\s*(?:\[\d+\])?\s*:\s*)+", re.I)


@dataclass(frozen=True)
class Thread:
    """One conversation by mail or message; `messages` are oldest first, without bulk and automatic mail."""

    channel: Channel
    id: str
    messages: tuple[Source, ...]

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
        return self.last.interaction.occurred_at

    @cached_property
    def topic(self) -> str:
        """The newest subject without reply prefixes, else the beginning of the first message."""
        subjects = (topic_of(message.interaction.subject) for message in reversed(self.messages))
        first = " ".join(self.messages[0].own_text[:400].split())
        return next((subject for subject in subjects if subject), "") or shortened(first, 80) or "(no subject)"

    @cached_property
    def unanswered(self) -> tuple[Source, ...]:
        """The client's messages since the last one of ours or of a third party, oldest first."""
        since = next((n for n, message in enumerate(reversed(self.messages)) if message.author != "contact"), None)
        return self.messages if since is None else self.messages[len(self.messages) - since :]

    @cached_property
    def needs_reply(self) -> bool:
        """Whether the last word is the client's, and their last messages since ours ask or wait."""
        if not self.unanswered or self.last.closes:
            return False
        return any(message.asks for message in reversed(self.unanswered[-LAST:]))

    @property
    def waits_since(self) -> datetime:
        """The moment of the first message since our last one."""
        return self.unanswered[0].interaction.occurred_at if self.unanswered else self.last_at

    @property
    def closes_at(self) -> datetime:
        """The moment from which it no longer counts as open."""
        return self.last_at + timedelta(days=WAITING_DAYS if self.needs_reply else OPEN_DAYS)


def open_threads(sources: Sequence[Source], now: datetime) -> tuple[Thread, ...]:
    """The threads that are open at `now`, newest first; `sources` are in order of time."""
    grouped: dict[tuple[Channel, str], list[Source]] = {}
    for source in sources:
        if source.channel in ("email", "sms") and not is_automatic(source):
            grouped.setdefault((source.channel, _thread_id(source)), []).append(source)
    threads = [
        Thread(channel, thread_id, tuple(messages))
        for (channel, thread_id), messages in grouped.items()
        if messages[-1].interaction.occurred_at + timedelta(days=WAITING_DAYS) > now  # cheap test first
    ]
    threads = [thread for thread in threads if thread.closes_at > now]
    return tuple(sorted(threads, key=lambda thread: (thread.last_at, thread.channel, thread.id), reverse=True))


def is_automatic(source: Source) -> bool:
    """Whether nobody wrote it to the other side: bulk mail, an out-of-office note, a delivery report."""
    return source.interaction.is_bulk or bool(AUTOMATIC.match(source.interaction.subject or ""))


def topic_of(subject: str | None) -> str:
    """A subject without reply and forward prefixes, on one line."""
    return shortened(" ".join(_REPLY_PREFIX.sub("", subject or "").split()), 200)


def shortened(text: str, length: int) -> str:
    """`text`, cut with an ellipsis where it is longer than `length`."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def _thread_id(source: Source) -> str:
    """The thread as the site names it, else the subject; messages without either are one conversation."""
    return source.interaction.thread_id or topic_of(source.interaction.subject).casefold() or source.channel
