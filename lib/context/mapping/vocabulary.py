"""The words that the view of interactions may hold, and what is usually meant by others."""

from collections.abc import Mapping
from typing import get_args

from lib.context.mapping.counts import SourceCounts
from lib.context.mapping.finding import MappingFinding
from lib.context.model import Author, Channel

VIEW = "crm_source_interaction"
WORDS: dict[str, tuple[str, ...]] = {
    "author": get_args(Author),
    "kind": get_args(Channel),
    "direction": ("in", "out", "internal"),
}
MEANT: dict[str, Mapping[str, tuple[str, ...]]] = {
    "kind": {
        "email": ("mail", "e-mail", "letter", "imap", "gmail", "outlook"),
        "sms": ("whatsapp", "chat", "text", "telegram", "signal", "imessage", "message", "instagram", "messenger"),
        "call": ("phone", "telephone", "voice", "voicemail", "phone_call"),
        "meeting": ("appointment", "event", "visit", "viewing", "calendar"),
        "note": ("comment", "memo", "task"),
    },
    "author": {
        "contact": ("client", "customer", "lead", "guest", "buyer", "them", "external", "incoming", "in"),
        "us": ("user", "staff", "agent", "employee", "me", "we", "internal", "outgoing", "out"),
        "other": ("third", "third_party", "unknown", "system", "none"),
    },
    "direction": {
        "in": ("inbound", "incoming", "received"),
        "out": ("outbound", "outgoing", "sent"),
        "internal": ("none", "both"),
    },
}
EFFECT = {
    "kind": "They are read as messages, and meetings and calls among them are not known as such.",
    "author": "Nothing is learned from them: facts come from what the contact says.",
    "direction": "Who owes a reply cannot be told from them.",
}
NAMED, LONGEST = 5, 24
"""Words that a sentence names, and characters of each."""


def unknown_words(counts: SourceCounts) -> list[MappingFinding]:
    """A finding for each column with words that are not among those it may hold."""
    return [finding for column in WORDS for finding in _unknown(counts, column)]


def _unknown(counts: SourceCounts, column: str) -> list[MappingFinding]:
    unknown = {word: many for word, many in counts.words(column).items() if word not in WORDS[column]}
    if not unknown:
        return []
    many, of = sum(unknown.values()), counts.sampled()
    named = ", ".join(f"{quoted(word)} ({count:,})" for word, count in list(unknown.items())[:NAMED])
    more = f" and {len(unknown) - NAMED:,} more" if len(unknown) > NAMED else ""
    return [
        MappingFinding(
            rule=f"unknown_{column}",
            level="wrong",
            view=VIEW,
            sentence=f"{many:,} of {of:,} interactions have an unknown {column}: {named}{more}. {EFFECT[column]}",
            next_step=f"Write `{column}` as {_listed(WORDS[column])}{_instead(column, unknown)}.",
            count=many,
            of=of,
        )
    ]


def _instead(column: str, unknown: Mapping[str, int]) -> str:
    """What is probably meant by the commonest of the words that are known elsewhere, "" for none."""
    pairs = [(word, meant(column, word)) for word in unknown]
    said = [f"{quoted(word)} is probably {right}" for word, right in pairs if right][:NAMED]
    return f"; {', '.join(said)}" if said else ""


def meant(column: str, word: str) -> str | None:
    """The word that is probably meant by another one, None where nobody can tell."""
    plain = word.strip().lower()
    if plain in WORDS[column]:
        return plain
    return next((right for right, others in MEANT[column].items() if plain in others), None)


def quoted(word: str) -> str:
    """A word of the site inside a sentence: in quotes, on one line and short."""
    if not word:
        return "null"
    plain = "".join(sign if sign.isprintable() and sign not in '"`' else "\N{REPLACEMENT CHARACTER}" for sign in word)
    return f'"{plain}"' if len(plain) <= LONGEST else f'"{plain[: LONGEST - 1]}…"'


def _listed(words: tuple[str, ...]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}"
