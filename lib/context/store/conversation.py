"""What is on file about one contact, message by message: a page of it, and the threads it is made of."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from html import escape
from html.entities import codepoint2name
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from lib.context.engine.threads import thread_name, topic_of
from lib.context.model import Interaction
from lib.context.store.sources import as_shown
from lib.context.text.normalize import storable
from lib.database import statement

MOST_MESSAGES = 50
"""Messages of one page."""
MOST_THREADS = 5_000
"""Subjects of threads that are looked at, the newest."""
ALWAYS = datetime(1900, 1, 1, tzinfo=UTC)
_DATED = re.compile(r"(?P<subject>.*) (?P<day>\d{4}-\d\d-\d\d)", re.S)
"""How the engine names a conversation without a thread's id that goes on after a long silence."""
_BLOCKS = "html|body|div|p|br|table|tbody|tr|td|th|blockquote|ul|ol|li|h[1-6]|hr|pre|section|article|center|address"
_UNSEEN = "script|style|head|title|template|noscript|object|iframe|svg"
_ATTRIBUTE = r"""\s+[\w:-]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>]+))?"""
_STYLES = (
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|font-size\s*:\s*[01](?:px|pt)?\s*[;\"']"
    r"|opacity\s*:\s*0(?:\.0+)?\s*[;\"']|height\s*:\s*0(?:px|pt)?\s*;[^\"'<>]*overflow\s*:\s*hidden"
)
_HIDES = (
    rf"""(?:{_ATTRIBUTE})*?\s+(?:hidden(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>]+))?"""
    rf"""|style\s*=\s*["'][^"'<>]*?(?:{_STYLES})[^<>]*?)(?:{_ATTRIBUTE})*?\s*/?>"""
)
"""The attributes of an element that nobody sees, as `html_text` tells it."""
LONGEST, MOST_HIDDEN = 300_000, 50
"""Characters of a body in HTML, and elements in it, of which a search leaves out what is hidden: each element takes
it a tenth of a millisecond."""
_HIDING = ("div", "span", "p", "td", "tr", "table", "font", "a", "center")


def _element(tag: str) -> str:
    """A hidden element with all that it holds, one level of elements of its own kind included."""
    words = rf"[^<]|<(?!/?{tag}\M)"
    return rf"{tag}{_HIDES}(?:{words}|<{tag}\M[^<>]*>(?:{words})*</{tag}\s*>)*?</{tag}"


_HTML = {
    "is_html": rf"^\s*<(!doctype|!--|\?xml|{_BLOCKS}|{_UNSEEN}|meta|span|font|a|b|strong|i|em|img\M)|</({_BLOCKS})\s*>",
    "comments": "<!--.*?-->",
    "unread": rf"<\s*?({_UNSEEN})\M[^>]*?>.*?</({_UNSEEN})\s*?>",
    "hides": rf"\shidden\M|{_STYLES}",
    "hidden": rf"<\s*?(?:{'|'.join(map(_element, _HIDING))})\s*?>",
    "divided": rf"\w(?:<(?!/?(?:{_BLOCKS})\M)[^<>]*>)+\w",
    "between": rf"(\s|</?({_BLOCKS})\M[^<>]*>)+",
    "tag": "<[^<>]*>",
}
"""How a search tells a body of HTML, what of it nobody sees, what parts words, and what stands inside them: patterns of
Postgres."""
_INTERACTION = tuple(field.name for field in fields(Interaction))


@dataclass(frozen=True)
class Wanted:
    """Which messages are wanted; what is empty narrows nothing."""

    thread: str = ""
    channel: str = ""
    author: str = ""
    words: str = ""
    """These letters, in any case, in a body, a subject or an author's name."""
    anchor: str = ""
    """The interaction that stands first on the page; one that is not among the wanted counts as not said."""


@dataclass(frozen=True)
class FiledMessage:
    """One interaction on file and what a reader did of it."""

    interaction: Interaction
    attachments: tuple[str, ...]
    """Their names, where the site's mapping gives them."""
    set_aside: str | None
    """Why no reader reads it; None where it was read or waits to be."""


@dataclass(frozen=True)
class ConversationPage:
    """Some of the wanted messages, newest first; `older` and `newer` are the anchors of the pages beside it."""

    messages: tuple[FiledMessage, ...] = ()
    total: int = 0
    older: str | None = None
    newer: str | None = None


@dataclass(frozen=True)
class FiledThread:
    """One thread of mails or messages: its newest topic and how many messages there are."""

    channel: str
    id: str
    topic: str
    messages: int
    last_at: datetime
    subjects: tuple[str, ...]
    """As they are on file, where the site gives no thread's id; else empty."""


def threads(connection: Connection, contact_id: UUID, *, now: datetime) -> tuple[FiledThread, ...]:
    """The contact's threads, newest first; messages without a thread's id belong together by their topic."""
    given = {"contact_id": contact_id, "now": now, "limit": MOST_THREADS}
    thread_of: dict[tuple[str, str], FiledThread] = {}
    for row in connection.execute(statement("context/conversation/threads"), given):
        topic = topic_of(row.subject)
        key = "" if row.thread else row.channel, thread_name(row.thread, row.subject, row.channel)
        subjects = () if row.thread else (row.subject,)
        newer = thread_of.get(key)
        if newer is None:
            thread_of[key] = FiledThread(
                row.channel, key[1], topic=topic, messages=row.messages, last_at=row.last_at, subjects=subjects
            )
        else:
            thread_of[key] = replace(
                newer,
                topic=newer.topic or topic,
                messages=newer.messages + row.messages,
                subjects=newer.subjects + subjects,
            )
    return tuple(thread_of.values())


def page(
    connection: Connection,
    contact_id: UUID,
    wanted: Wanted,
    *,
    known: Sequence[FiledThread],
    now: datetime,
    size: int = MOST_MESSAGES,
) -> ConversationPage:
    """The wanted messages from the anchor on, `size` at most; `known` are the contact's threads."""
    subjects, begun = _unnamed(wanted.thread, known)
    each = [_pattern(word) for word in storable(wanted.words).split()]
    given = {
        "contact_id": contact_id,
        "now": now,
        "thread": storable(wanted.thread),
        "subjects": subjects,
        "begun": begun,
        "channel": storable(wanted.channel),
        "author": storable(wanted.author),
        "words": storable(wanted.words).strip(),
        "each": each,
        "plainly": "(?:^|>)[^<>]*" + r"\s+".join(f"(?:{word})" for word in each),
        "spellings": _spellings(storable(wanted.words).strip()),
        **_HTML,
        "longest": LONGEST,
        "most_hidden": MOST_HIDDEN,
        "anchor": storable(wanted.anchor),
        "limit": size + 1,
    }
    rows = connection.execute(statement("context/conversation/page"), given).mappings().all()
    if not rows:
        return ConversationPage()
    older = rows[size]["id"] if len(rows) > size else None
    messages = tuple(_filed(dict(row)) for row in rows[:size])
    return ConversationPage(messages, rows[0]["total"], older, rows[0]["newer"])


def _pattern(word: str) -> str:
    """A pattern of Postgres for one word in small letters, in all its spellings."""
    return "|".join(re.sub(r"(\W)", r"\\\1", spelling.lower()) for spelling in _spellings(word))


def _spellings(words: str) -> list[str]:
    """The words as they are written, and as HTML may write them."""
    named = "".join(f"&{name};" if (name := codepoint2name.get(ord(sign))) else sign for sign in words)
    numbered = "".join(f"&#{ord(sign)};" if ord(sign) > 127 else sign for sign in escape(words, quote=False))
    return list(dict.fromkeys((words, named, escape(words, quote=False), numbered)))


def _unnamed(thread: str, known: Sequence[FiledThread]) -> tuple[list[str], datetime]:
    """The subjects on file of a thread that has no id of the site's, and the moment from which they are its own."""
    filed = [item for item in known if item.id == thread and item.subjects]
    begun, dated = ALWAYS, _DATED.fullmatch(thread)
    if not filed and dated:
        filed = [item for item in known if item.id == dated["subject"] and item.subjects]
        begun = _day(dated["day"])
    return [subject for item in filed for subject in item.subjects], begun


def _day(written: str) -> datetime:
    try:
        return datetime.fromisoformat(written).replace(tzinfo=UTC)
    except ValueError:  # no date, though it has the shape of one
        return ALWAYS


def _filed(row: dict[str, Any]) -> FiledMessage:
    interaction = as_shown(Interaction(**{name: row[name] for name in _INTERACTION}))
    return FiledMessage(interaction, _names(row["attachments"]), row["set_aside"])


def _names(given: object) -> tuple[str, ...]:
    """The attachments' names from what a site's view gives: a list of texts, or of objects with a name."""
    items = given if isinstance(given, list) else [given] if isinstance(given, str) else []
    names = (item.get("name") or item.get("filename") if isinstance(item, dict) else item for item in items)
    return tuple(name for name in names if isinstance(name, str) and name.strip())
