"""Which messages that a reader was given gave nothing, by language and channel."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from lib.context.alignment.figures import Counted, CoverageFigure, Figure, beginning
from lib.context.share import Share
from lib.context.text.languages import languages
from lib.context.text.mail.automatic_mail import is_automatic
from lib.context.text.mail.segments import own_text, segments


@dataclass(frozen=True)
class ReadMessage:
    """One message of a contact that a reader was given; `is_heard` where a fact rests on it."""

    contact_id: UUID
    interaction_id: str
    channel: str
    subject: str
    body: str
    is_heard: bool


def coverage(messages: Iterable[ReadMessage], *, most: int) -> tuple[CoverageFigure, ...]:
    """The share of messages that gave nothing, the commonest groups first; `most` messages behind each.

    What machines sent and what is empty is left out.
    """
    groups: dict[tuple[str, str], list[ReadMessage]] = defaultdict(list)
    for message in messages:
        is_mail = message.channel in ("email", "sms")
        own = (own_text(message.body, segments(message.body)) if is_mail else message.body).strip()
        if own and not is_automatic(message.subject, message.body):
            groups[_language(own), message.channel].append(message)
    figures = (CoverageFigure(language, channel, _figure(group, most)) for (language, channel), group in groups.items())
    return tuple(sorted(figures, key=lambda item: (-item.figure.share.of, item.language, item.channel)))


def _language(text: str) -> str:
    """The code of the one language that a text is in, "" where it may be several or none."""
    codes = languages(text)
    return codes[0] if len(codes) == 1 else ""


def _figure(messages: list[ReadMessage], most: int) -> Figure:
    unheard = [message for message in messages if not message.is_heard]
    behind = (
        Counted(message.contact_id, beginning(message.body), interaction_id=message.interaction_id)
        for message in unheard[:most]
    )
    return Figure(Share(len(unheard), len(messages)), tuple(behind))
