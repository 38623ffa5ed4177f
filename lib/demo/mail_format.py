"""How a mail looks when it is sent: subject prefixes, signatures and quoted replies, in five languages."""

import re
from dataclasses import dataclass
from datetime import datetime
from random import Random

from babel.dates import format_datetime

STAFF_SIGNATURES = {
    "Tom": "Tom",
    "Rita": "Best wishes,\nRita Falcão\nOrb Real Estate · Lisbon",
    "Duarte": "Duarte Nunes\nOrb Real Estate",
    "Inês": "Warmly,\nInês Prado\nSWL Restaurant",
    "Marco": "Marco\nSWL, the kitchen",
    "Beate": "Kind regards\nBeate Lindner\nOrb Finance",
    "Sofia": "See you soon,\nSofia\nOpen People",
}
ATTRIBUTIONS = {
    "en": ("EEE, d MMM y 'at' HH:mm", "On {date}, {name} <{address}> wrote:"),
    "de": ("dd.MM.y 'um' HH:mm", "Am {date} schrieb {name} <{address}>:"),
    "fr": ("d MMM y 'à' HH:mm", "Le {date}, {name} <{address}> a écrit :"),
    "es": ("d MMM y, 'a las' HH:mm", "El {date}, {name} <{address}> escribió:"),
    "it": ("d MMM y, 'alle ore' HH:mm", "Il giorno {date} {name} <{address}> ha scritto:"),
}
REPLY = {"en": "Re", "de": "AW", "fr": "RE", "es": "RE", "it": "Re"}
TOO_DEEP = re.compile(r"(> ?){2}")


@dataclass(frozen=True)
class Mail:
    """A mail as it was sent, for the next one to quote."""

    sent_at: datetime
    name: str
    address: str
    subject: str
    body: str


def subject(base: str, previous: Mail | None, language: str) -> str:
    """The subject line of a mail in the conversation `base`, with the reply prefix of its sender's program."""
    return base if previous is None else f"{REPLY.get(language, 'Re')}: {base}"


def body(words: str, signature: str, previous: Mail | None, *, language: str, is_outlook: bool = False) -> str:
    """The whole text of a mail: its own words, the signature and, below them, the mail it answers."""
    parts = [words]
    if signature:
        parts.append(signature)
    if previous is not None:
        parts.append(_outlook_quote(previous) if is_outlook else _quote(previous, language))
    return "\n\n".join(parts)


def signs(random: Random, *, is_first: bool) -> bool:
    """Whether somebody signs in full: always in a first mail, later on in about one of three."""
    return is_first or random.random() < 0.35


def _quote(previous: Mail, language: str) -> str:
    pattern, words = ATTRIBUTIONS.get(language, ATTRIBUTIONS["en"])
    date = format_datetime(previous.sent_at, pattern, locale=language)
    lines = _trimmed(previous.body).splitlines()
    quoted = "\n".join(f"> {line}".rstrip() for line in lines)
    return f"{words.format(date=date, name=previous.name, address=previous.address)}\n{quoted}"


def _outlook_quote(previous: Mail) -> str:
    date = format_datetime(previous.sent_at, "EEEE, d MMMM y HH:mm", locale="en")
    head = f"From: {previous.name} <{previous.address}>\nSent: {date}\nSubject: {previous.subject}"
    return f"-----Original Message-----\n{head}\n\n{_trimmed(previous.body)}"


def _trimmed(text: str) -> str:
    """`text` without what it quotes from a quote, as people cut long tails."""
    kept = [line for line in text.splitlines() if not TOO_DEEP.match(line)]
    return "\n".join(kept).rstrip("\n >")
