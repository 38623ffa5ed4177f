"""The client page's address: which contact, part and versions it shows, read and written in one place."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args
from urllib.parse import parse_qsl
from uuid import UUID

from lib.context.store.conversation import Wanted
from lib.errors import OrbError
from lib.ui.components.page_address import PageAddress

Part = Literal["Now", "Conversation", "Changes", "History", "JSON"]
PARTS: tuple[Part, ...] = get_args(Part)
WANTED = {"thread": "thread", "channel": "channel", "by": "author", "words": "words", "at": "anchor"}
"""The query parameters of the conversation, each with what it says of the wanted messages."""


class InvalidAddress(OrbError):
    title = "This address does not name a contact."
    next_step = "Look the client up by name in the search box."


@dataclass(frozen=True)
class Address(PageAddress):
    """One state of the page, without a contact the lists of clients; the explorer has an `Address` of its own."""

    contact: UUID | None = None
    part: Part = "Now"
    old: int | None = None
    """The version compared with `new`; None leaves the choice to the page."""
    new: int | None = None
    has_wrong_version: bool = False
    """Whether a version was written that is no number; it counts as not said."""
    wanted: Wanted = field(default_factory=Wanted)
    """What is shown of the conversation."""
    place: int = 0
    """The character of the anchored message that its reader comes for, where that is long."""
    fact: int | None = None
    """The fact that is opened once the page stands; it does not stay in the address."""

    def changes(self, old: int | None, new: int | None) -> "Address":
        """The changes of the same contact between two versions."""
        return Address(self.contact, "Changes", old, new)

    def conversation(self, **wanted: str) -> "Address":
        """The conversation with the same contact, or the part of it that is wanted."""
        return Address(self.contact, "Conversation", wanted=Wanted(**wanted))

    @property
    def parameters(self) -> dict[str, str]:
        usual = _usual(has_versions=bool(self.old or self.new), wanted=self.wanted)
        written = {
            "contact": "" if self.contact is None else str(self.contact),
            "from": "" if self.old is None else str(self.old),
            "to": "" if self.new is None else str(self.new),
            "view": "" if self.part == usual else self.part.lower(),
            **{name: getattr(self.wanted, attribute) for name, attribute in WANTED.items()},
            "place": str(self.place) if self.place else "",
            "fact": "" if self.fact is None else str(self.fact),
        }
        return {name: value for name, value in written.items() if value}


def read(parameters: Mapping[str, str]) -> Address:
    """The address in the page's query parameters; raises `InvalidAddress` where its contact is none."""
    versions = {name: parameters.get(name, "") for name in ("from", "to")}
    numbers = {name: _number(text) for name, text in versions.items()}
    return Address(
        contact=_contact(parameters.get("contact", "")),
        part=_part(parameters),
        old=numbers["from"],
        new=numbers["to"],
        has_wrong_version=any(text and numbers[name] is None for name, text in versions.items()),
        wanted=_wanted(parameters),
        place=_number(parameters.get("place", "")) or 0,
        fact=_number(parameters.get("fact", "")),
    )


def read_query(query: str) -> Address:
    """The address that a link of the page leads to; raises `InvalidAddress` where its contact is none."""
    return read(dict(parse_qsl(query.removeprefix("?"))))


def _contact(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        raise InvalidAddress from None


def _part(parameters: Mapping[str, str]) -> Part:
    """The part that the address names; one with versions opens their changes."""
    asked = parameters.get("view", "").lower()
    usual = _usual(has_versions="from" in parameters or "to" in parameters, wanted=_wanted(parameters))
    return next((part for part in PARTS if part.lower() == asked), usual)


def _usual(*, has_versions: bool, wanted: Wanted) -> Part:
    """The part that an address opens which does not name one."""
    return "Changes" if has_versions else "Conversation" if wanted != Wanted() else "Now"


def _wanted(parameters: Mapping[str, str]) -> Wanted:
    return Wanted(**{attribute: parameters.get(name, "") for name, attribute in WANTED.items()})


def _number(text: str) -> int | None:
    return int(text) if re.fullmatch("0{0,9}[1-9][0-9]{0,8}", text) else None
