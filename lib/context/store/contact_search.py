"""Finds contacts: by the words somebody typed, or in a list that says what waits to be done."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from unicodedata import combining, normalize
from uuid import UUID

from rapidfuzz import fuzz
from sqlalchemy import Connection

from lib.context.text.normalize import storable
from lib.database import statement

LISTS = ("recent", "reply", "owe", "risk", "changed")
MISSPELT_FROM = 4
"""Letters from which on a word may be misspelt; a shorter one is the beginning of a word."""
SWAPPED_UP_TO = 6
"""Letters up to which two swapped ones leave too few groups of three for pg_trgm to see the likeness."""
ENOUGH = 5
"""With so many contacts that are spelt as typed nobody means another."""
SPELT = 90.0
"""The likeness of a word that is spelt as typed; where there is one, misspelt ones are left out."""
MEANT = 62.0
"""The likeness, 0 to 100, from which on a misspelt word may be meant; the closest come first."""


@dataclass(frozen=True)
class ContactMatch:
    """One contact as a line of a list; `note` says why it is in it."""

    contact_id: UUID
    name: str
    email: str | None
    phone: str | None
    company: str | None
    status: str | None
    version: int | None
    last_updated_at: datetime | None
    note: str
    waits_since: datetime | None = None
    """The first message that asks in the thread that has waited longest for our reply, in the list of those …"""
    thread: str = ""
    """… and that thread."""


@dataclass(frozen=True)
class KnownContact:
    """One contact of the site and the state of its object; status, version and moment are None where there is none."""

    contact_id: UUID
    name: str
    company: str | None
    status: str | None
    version: int | None
    last_updated_at: datetime | None


def called(name: str, *instead: str | None) -> str:
    """What a contact is called on a page: the name, else the first of `instead` that is known."""
    return next((text for text in (name, *instead) if text and text.strip()), "without a name")


def search(connection: Connection, typed: str, *, limit: int = 20) -> tuple[ContactMatch, ...]:
    """The contacts that every typed word may mean, the likeliest first; misspelt ones where pg_trgm is installed."""
    words = [word for word in storable(typed).lower().split() if any(letter.isalnum() for letter in word)]
    words = sorted(words, key=len, reverse=True)[:6]
    if not words:
        return ()
    digits, word = _digits(typed), words[0]
    is_short = len(word) < MISSPELT_FROM
    settings = connection.execute(statement("context/contact_search/settings"), {"alike": _alike(word)}).one()
    matches = _meant(
        connection,
        "context/contact_search/typed",
        inside=f"% {_escaped(word)}%" if is_short else f"%{_escaped(word)}%",
        begun=f"{_escaped(word)}%" if is_short else "",
        others=[f"%{_escaped(other)}%" for other in words[1:]],
        digits=digits,
    )
    if settings.has_trigrams and len(matches) < ENOUGH and not is_short and not digits:
        matches |= _beside(connection, words)
        if all(_rank(words, digits, item) < MEANT for item in matches):
            matches |= _misspelt(connection, words)
    ranked = [(_rank(words, digits, item), item) for item in matches]
    least = SPELT if any(rank >= SPELT for rank, _ in ranked) else MEANT
    meant = [(rank, item) for rank, item in ranked if rank >= least]
    return tuple(item for _, item in sorted(meant, key=lambda each: (-each[0], each[1].name, each[1].contact_id)))[
        :limit
    ]


def _beside(connection: Connection, words: Sequence[str]) -> set[ContactMatch]:
    """Who bears the longest word as it is typed, where only the other words are misspelt."""
    if len(words) == 1:
        return set()
    inside, rest = f"%{_escaped(words[0])}%", " ".join(words[1:])
    return _meant(connection, "context/contact_search/typed_beside", inside=inside, rest=rest)


def _misspelt(connection: Connection, words: Sequence[str]) -> set[ContactMatch]:
    swapped = _swapped(words[0]) if len(words[0]) <= SWAPPED_UP_TO else None
    rest = " ".join(words[1:])
    return _meant(connection, "context/contact_search/typed_misspelt", word=words[0], rest=rest, swapped=swapped)


def _meant(connection: Connection, name: str, **parameters: object) -> set[ContactMatch]:
    """The contacts whose ids a search gives."""
    ids = connection.execute(statement(name), parameters).scalars()
    return set(chosen(connection, dict.fromkeys(ids, "")))


def listed(
    connection: Connection,
    name: str,
    *,
    since: datetime,
    status: str | None = None,
    role: str | None = None,
    limit: int = 50,
) -> tuple[ContactMatch, ...]:
    """The first contacts of one of `LISTS`; `since` is what "changed" counts from."""
    parameters: dict[str, object] = {"status": status, "role": role, "limit": limit} | (
        {"since": since} if name == "changed" else {}
    )
    rows = connection.execute(statement(f"context/contact_search/list_{name}"), parameters)
    return tuple(ContactMatch(**row) for row in rows.mappings())


def chosen(
    connection: Connection, notes: Mapping[UUID, str], *, status: str | None = None, role: str | None = None
) -> tuple[ContactMatch, ...]:
    """These contacts in their order, each with its note; those whom the site no longer knows are left out."""
    parameters = {"ids": list(notes), "status": status, "role": role}
    rows = connection.execute(statement("context/contact_search/by_id"), parameters).mappings()
    return tuple(replace(match, note=notes[match.contact_id]) for match in (ContactMatch(**row) for row in rows))


def contacts(connection: Connection, ids: Collection[UUID] | None = None) -> tuple[KnownContact, ...]:
    """All contacts of the site by name, or those of `ids`, each with how far it is known."""
    rows = connection.execute(
        statement("context/contact_search/contacts"), {"contacts": None if ids is None else list(ids)}
    )
    return tuple(KnownContact(**row) for row in rows.mappings())


def roles(connection: Connection) -> tuple[str, ...]:
    """The roles that contacts have now, the commonest first."""
    return tuple(connection.execute(statement("context/contact_search/role_names")).scalars())


def _digits(typed: str) -> str:
    """The digits of a telephone number, "" where something else was typed; a leading 00 is a plus."""
    bare = "".join(typed.split())
    if len(bare) < 3 or any(not (letter.isdigit() or letter in "+-()/.") for letter in bare):
        return ""
    digits = "".join(letter for letter in bare if letter.isdigit())
    return digits.removeprefix("00") if len(digits) >= 3 else ""


def _swapped(word: str) -> str | None:
    """A pattern for the word with two neighbours swapped, in any place; None where all its letters are the same."""
    places = [i for i in range(len(word) - 1) if word[i] != word[i + 1]]
    return "|".join(re.escape(word[:i] + word[i + 1] + word[i] + word[i + 2 :]) for i in places) or None


def _alike(word: str) -> str:
    """The share of groups of three letters that a word keeps with a letter wrong, an accent left out, two swapped."""
    lost = 3 if len(word) < SWAPPED_UP_TO else 4 if len(word) <= 8 else 5
    return f"{max(len(word) + 1 - lost, 1) / (len(word) + 1) - 0.01:.2f}"


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _rank(words: Sequence[str], digits: str, match: ContactMatch) -> float:
    """How surely the typed words mean this contact, 0 to 100: the worst word decides, a name counts a little more."""
    if digits and digits in "".join(letter for letter in match.phone or "" if letter.isdigit()):
        return 100.0
    words = [_folded(word) for word in words]
    name = _folded(match.name)
    others = _folded(" ".join(text for text in (match.email, match.company) if text))
    return min(max(_likeness(word, name), _likeness(word, others) - 2) for word in words)


def _folded(text: str) -> str:
    """`text` without case and accents."""
    return "".join(letter for letter in normalize("NFKD", text.casefold()) if not combining(letter))


def _likeness(word: str, text: str) -> float:
    parts = text.replace("@", " ").replace(".", " ").replace("-", " ").split()
    if any(part == word for part in parts):
        return 100.0
    if any(part.startswith(word) for part in parts):
        return 96.0
    if len(word) < MISSPELT_FROM:
        return 0.0
    if word in text:
        return 92.0
    whole = max((fuzz.ratio(word, part) for part in parts), default=0.0)
    begun = max((fuzz.ratio(word, part[: len(word)]) - 4 for part in parts if len(part) > len(word)), default=0.0)
    return float(max(whole, begun)) * 0.9
