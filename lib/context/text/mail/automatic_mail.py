"""Whether a mail is a machine's by its subject: an absence note, a delivery report, a calendar's answer.

A site tells most of it by the headers (`is_bulk` in `sql/sources.sql`); this is the second look, by what mail servers
and calendars write as subjects in the languages of `automatic_mail.toml`.
"""

import re
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Literal

from lib.context.text.mail.absence_note import is_absence_note
from lib.context.text.mail.subject_prefixes import has_prefix

_OLD = r"\s*(?:[:：(\[]|[-–—]\s|re:|aw:)"
"""What follows such a subject: the old one, or nothing. "Out of office next week?" is a person's."""

_GATEWAY = r"^\s*(?:(?:\[(?:ext|external|extern|externe|externo|externa|esterno|spam)\]|ext(?:ernal)?:)\s*)*"
"""What a company's gateway puts before any subject that comes from outside."""


@lru_cache(1)
def _words() -> dict[str, list[str]]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))


def _subjects(*names: str) -> str:
    words = (word for name in names for word in _words()[name])
    return "|".join(word.replace(" ", r"\s+") for word in words)


SUBJECT = (
    rf"{_GATEWAY}(?:(?:{_subjects('answered')}){_OLD}\s*\S"
    rf"|(?:{_subjects('delivery')}){_OLD}|(?:{_subjects('whole')}))"
)
"""Subjects of answers that servers give and of delivery reports, as one pattern for Python and Postgres."""
_AWAY = rf"{_GATEWAY}(?:{_subjects('answered', 'away')})(?:{_OLD}|\s*$)"
"""Subjects under which persons write, too ("OOO: what does it mean?"): the text decides. In the queue such a mail is
due; that it is a note is seen when it is read.
"""
CALENDAR_SUBJECT = (
    rf"{_GATEWAY}(?:(?:{_subjects('calendar')})\s*[:：]|(?:{_subjects('ambiguous')}){_OLD}"
    rf"|(?:{_subjects('delivery', 'ambiguous')})\s*$)"
)
CALENDAR_TEXT = rf"^\s*(?:$|(?:{_subjects('calendar_text')}))"
"""Calendars, and mail servers that name no old subject, write an empty text or a set sentence; what a person writes
under the same subject ("Delivery failure": the sofa never came) is a letter.
"""
_SUBJECT, _SAID_AWAY, _CALENDAR, _CALENDAR_TEXT = (
    re.compile(pattern, re.I) for pattern in (SUBJECT, _AWAY, CALENDAR_SUBJECT, CALENDAR_TEXT)
)


def is_automatic(subject: str, body: str) -> bool:
    """Whether a machine wrote this mail, by its subject, and where persons write such a one by its text.

    Some programs answer with a note of absence under the subject of a reply: there the text alone tells.
    """
    named = _named_by(subject)
    if named == "away":
        return is_absence_note(body)
    if named == "answer":
        return is_absence_note(body, is_answer=True)
    return named == "machine" or (named == "calendar" and _CALENDAR_TEXT.match(body) is not None)


@lru_cache(4096)
def _named_by(subject: str) -> Literal["machine", "away", "calendar", "answer", ""]:
    """Whose mail has such a subject; of an absence and a calendar's the text decides."""
    if _SUBJECT.match(subject):
        return "machine"
    if _SAID_AWAY.match(subject):
        return "away"
    if _CALENDAR.match(subject):
        return "calendar"
    return "answer" if has_prefix(subject) else ""
