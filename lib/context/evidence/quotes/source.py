"""One interaction as evidence: its text folded and divided, who wrote it, and what it wants of the other side."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import get_args

from lib.context.model import Author, Channel, Interaction
from lib.context.text.copied_marks import without_marks, without_markup
from lib.context.text.mail.automatic_mail import is_automatic
from lib.context.text.mail.segments import Segment, own_text, segments
from lib.context.text.normalize import Folded, fold
from lib.context.text.reply_cues import Cue, reply_cue

LONGEST_END = 10_000
"""Characters at each end of a long text that are looked through."""
_CHANNELS, _AUTHORS = frozenset(get_args(Channel)), frozenset(get_args(Author))


@dataclass(frozen=True)
class Source:
    """One interaction as evidence: its text is folded and divided once, when it is first needed."""

    interaction: Interaction

    @cached_property
    def folded(self) -> Folded:
        """The body with its folded form, without markup."""
        return fold(without_markup(self.interaction.body))

    @cached_property
    def folded_without_marks(self) -> Folded:
        """The same without the marks that a copy of its words may leave out or write otherwise."""
        return fold(without_marks(self.interaction.body))

    @cached_property
    def segments(self) -> tuple[Segment, ...]:
        """The parts of the body; only messages quote and forward."""
        body = self.interaction.body
        if self.channel in ("email", "sms"):
            return segments(body)
        return (Segment("own", 0, len(body)),) if body else ()

    @cached_property
    def own_text(self) -> str:
        """What the author wrote themselves, without quotes, forwards and signature."""
        return own_text(self.interaction.body, self.segments)

    @property
    def is_long(self) -> bool:
        """Whether only the beginning and the end of its own text are looked through."""
        return len(self.own_text) > 2 * LONGEST_END

    @cached_property
    def own_ends(self) -> str:
        """Its own text, or the beginning and the end of a longer one: what is looked through without a quote."""
        own = self.own_text
        return own if not self.is_long else f"{own[:LONGEST_END]}\n{own[-LONGEST_END:]}"

    @property
    def at(self) -> datetime:
        """When it was written or took place."""
        return self.interaction.occurred_at

    @cached_property
    def _cue(self) -> Cue | None:
        """What the author wants of the other side: looking it up takes time."""
        return reply_cue(self.own_text)

    @property
    def asks(self) -> bool:
        """Whether the author asks something or waits for an answer."""
        return self._cue == "asks"

    @property
    def closes(self) -> bool:
        """Whether the author says that no answer is needed."""
        return self._cue == "closes"

    @property
    def channel(self) -> Channel:
        """The kind of the interaction; a kind we do not know reads as a note."""
        kind = self.interaction.kind
        return kind if kind in _CHANNELS else "note"  # type: ignore[return-value]

    @property
    def author(self) -> Author:
        """Who wrote it; an author we do not know is a third party."""
        author = self.interaction.author
        return author if author in _AUTHORS else "other"  # type: ignore[return-value]

    @cached_property
    def is_automatic(self) -> bool:
        """Whether nobody wrote it to the other side: bulk mail, an absence note, a delivery report, a calendar's."""
        return self.interaction.is_bulk or is_automatic(self.interaction.subject or "", self.interaction.body)
