"""The forty contacts of the demo as written down in `sql/demo/people/`: who they are and what they wrote."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from lib.errors import OrbError
from lib.settings import ROOT

FOLDER = ROOT / "sql" / "demo" / "people"
HEADER = re.compile(
    r"# (?P<day>-?\d+) (?P<clock>\d\d:\d\d) (?P<kind>mail|sms|call|voicemail|meeting|note)"
    r"(?P<words>[^:\n]*)(?:: (?P<subject>.*))?"
)


class UnreadableStory(OrbError):
    title = "A story of the demo cannot be read."
    next_step = "Compare its header line with the others in sql/demo/people."


@dataclass(frozen=True)
class StoryEntry:
    """One mail, SMS, call, meeting or note as a story has it, before signature and quoted reply are put around it."""

    day: int
    clock: str
    kind: str
    sender: str
    """The given name of a colleague, the full name of somebody else, or "" for the contact."""
    thread: str
    subject: str
    body: str
    minutes: int
    marks: frozenset[str]
    """Any of bulk, quote and noquote."""


@dataclass(frozen=True)
class Person:
    """One contact with everything the demo knows."""

    facts: dict[str, Any]
    correspondence: tuple[StoryEntry, ...]

    @property
    def name(self) -> str:
        """The full name."""
        return str(self.facts["name"])

    @property
    def language(self) -> str:
        """The language that they write, ISO 639-1."""
        return str(self.facts.get("language", "en"))


@cache
def people() -> tuple[Person, ...]:
    """All contacts in the order of the files; raises `UnreadableStory`."""
    written = [
        person for path in sorted(FOLDER.glob("*.toml")) for person in tomllib.loads(path.read_text("utf-8"))["person"]
    ]
    return tuple(Person(facts, entries(facts["correspondence"])) for facts in written)


def entries(text: str) -> tuple[StoryEntry, ...]:
    """The entries of one story, oldest first.

    Each starts with a header: `# day HH:MM kind [colleague] [~thread] [by=Somebody_Else] [20min] [marks]: subject`;
    marks are bulk, quote, noquote, forward, and `in` for a call that came in.
    """
    unsorted = [_entry(part) for part in re.split(r"^(?=# -?\d)", text.strip(), flags=re.MULTILINE) if part.strip()]
    return tuple(sorted(unsorted, key=lambda entry: (entry.day, entry.clock)))


def _entry(text: str) -> StoryEntry:
    head, _, body = text.partition("\n")
    header = HEADER.fullmatch(head.strip())
    if header is None:
        raise UnreadableStory(f"The header “{head}” cannot be read.")
    sender, thread, minutes, marks = "", "", 20, set()
    for word in header["words"].split():
        if word.startswith("~"):
            thread = word[1:]
        elif word.startswith("by="):
            sender = word[3:].replace("_", " ")
        elif word.endswith("min"):
            minutes = int(word[:-3])
        elif word[0].isupper():
            sender = word
        else:
            marks.add(word)
    return StoryEntry(
        day=int(header["day"]),
        clock=header["clock"],
        kind=header["kind"],
        sender=sender,
        thread=thread,
        subject=header["subject"] or "",
        body=body.strip(),
        minutes=minutes,
        marks=frozenset(marks),
    )
