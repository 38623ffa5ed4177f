"""What one line, or a few lines together, are in a mail: an attribution, a separator, part of a signature."""

import re
import unicodedata
from collections.abc import Sequence

from lib.context.text.mail.mail_words import Phrase, ends_in_wrote, has_wrote, mail_words

LONGEST_ATTRIBUTION, ATTRIBUTION_LINES = 1000, 5
"""Characters and lines of an attribution."""
SHORT_LINE, ONE_LINE = 60, 200
"""Characters of a line that is a name or a date, and of one that says who wrote and when."""
ADDRESS = re.compile(r"[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}")
TIME = re.compile(r"(?<!\d)\d{1,2} ?[:h] ?[0-5]\d(?!\d)|(?<!\d)\d{1,2}\.[0-5]\d(?= |,|:|$)")
STRONG_DATE = re.compile(
    rf"{TIME.pattern}|(?<!\d)(?:19|20)\d\d(?!\d)|(?<!\d)\d{{1,2}}\s?[./-]\s?\d{{1,2}}\s?[./-]\s?\d{{2,4}}(?!\d)"
)
_EARLY_DATE = re.compile(r"\W{0,4}(?:[^\W\d]{1,14}\W{1,3}){0,2}\d")
MOST_OF_DEVICE = 7
_AFTER_SENT = " .>*_"
"""Words of a line that a device adds and that ends in its verb, and what may stand behind."""
_DECORATION = "-=_*~#| \t"
_MARKS = _DECORATION + "[]()"
_DECORATED = re.compile(r"[\s*_|]{0,4}[-=_*~#]{2,}")
_ITEM = re.compile(r"\s*(?:[-*•–·+]\s+\S|\d{1,3}[.)]\s)")
_SENTENCE_END = (".", "!", "?", "…", "。", "！", "？")
"""How a line ends that is a sentence: the shape of lines is asked for here, not where one sentence ends in a text."""
_ORDINAL_END = re.compile(r"(?<!\d)[0-3]?\d\.$")
_NOTES_LINE = re.compile(r"[^-]{2,60}-{3}\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4}\b[^-]{0,20}-{3}")
"""Who, when and how an old message begins, in one line of Lotus Notes …"""
_NOTES_BOX = re.compile(r"\|-{4,}>")
"""… and the upper edge of the box in which other releases of it put each of the headers."""
_DESK_MARKER = re.compile(r"##-[^#]{1,200}-##")
"""The line above which help desks want the answer, whatever it says."""
_CONTACT = re.compile(
    rf"{ADDRESS.pattern}|\bwww\.|https?://|(?:\+|\b00|\(0|\b0)\d[\d ()/.-]{{5,}}\d|\b(?:tel|phone|mobile?|fax|handy)\b"
)
_NAME = re.compile(r"(?:[^\W\d_][\w.'’-]*[ \t]+){0,3}[^\W\d_][\w.'’-]*")


def is_ruled(line: str) -> bool:
    """Whether a plain `line` is nothing but a rule, or words between two: a program's line, whatever it says."""
    return not line.strip("-_=* ") or (is_decorated(line) and line[-2:] in ("--", "==", "__", "**"))


def is_decorated(line: str) -> bool:
    """Whether a plain `line` begins with a rule of dashes or the like."""
    return bool(_DECORATED.match(line))


def bare(line: str) -> str:
    """The plain `line` without the rules, marks and brackets around its words and a picture before them."""
    line = line.strip(_MARKS) if line[0] in _MARKS or line[-1] in _MARKS else line
    return line[1:].lstrip() if line and unicodedata.category(line[0]) == "So" else line


def separator(line: str, inner: str, found: tuple[str, Phrase] | None) -> str | None:
    """ "forwarded" or "quoted" where the plain `line` announces an old message that follows, or None.

    `inner` is the line without marks, `found` the phrase that begins it.
    """
    if "---" in line and (_NOTES_LINE.match(line) or _NOTES_BOX.fullmatch(line)):
        return "quoted"
    if _DESK_MARKER.fullmatch(line):
        return "quoted"
    if found is None or found[1] not in ("forwarded", "original") or len(inner) > 200:
        return None
    rest = inner[len(found[0]) :].strip(" :.")
    if is_decorated(line) or (not rest and (inner.endswith(":") or len(inner) > 8)) or _is_signed(found[0], rest):
        return "forwarded" if found[1] == "forwarded" else "quoted"
    return None


def _is_signed(words: str, rest: str) -> bool:
    """ "Forwarded by Anna on 3 May 2026": with a date it is a program's line."""
    return words.endswith((" by", " von", " par", " du", " da", " por", " door", " af", " av")) and bool(
        STRONG_DATE.search(rest)
    )


def attribution(lines: Sequence[str], end: int, *, first: int, is_quote_next: bool, is_last: bool) -> int | None:
    """The line that begins the attribution ("On … Anna wrote:") that ends with plain line `end`, or None.

    `first` is the earliest line that may belong to it, `is_quote_next` says that lines with `>` follow, `is_last` that
    a blank line or nothing does. What counts is what stands there, in any order and language: a verb of writing with a
    date, a date with an address, an address with a verb. Without a colon it takes more.
    """
    line = lines[end]
    tail = line.rstrip(_DECORATION)
    has_colon = tail.endswith(":")
    is_ruled = is_decorated(line) and line.endswith(("--", "=="))
    tail = tail.rstrip(" :")
    if not (has_colon or "@" in tail or ends_in_wrote(tail)):
        return None
    whole = " ".join(lines[max(first, end - ATTRIBUTION_LINES + 1) : end + 1])[-2 * LONGEST_ATTRIBUTION :]
    if (
        not (has_colon and is_quote_next)
        and not has_wrote(whole)
        and ("@" not in whole or not STRONG_DATE.search(whole))
    ):
        return None
    weak = None
    block = ""
    for start in range(end, max(first, end - ATTRIBUTION_LINES + 1) - 1, -1):
        above = lines[start]
        if not above or (start < end and _ends(above)):
            break
        block = f"{above.lstrip(_DECORATION)} {block}"
        if len(block) > LONGEST_ATTRIBUTION:
            break
        if start < end and not _begins(above):
            continue
        has_address = "@" in block and bool(ADDRESS.search(block))
        has_end = has_colon or is_ruled
        if _is_strong(block, has_address, has_end=has_end, is_quote_next=is_quote_next, is_last=is_last):
            return _topmost(lines, start, first)
        has_verb = has_wrote(block)
        if weak is None and has_verb and (has_address or is_ruled) and has_colon:
            weak = start
        if weak is None and start == end and is_quote_next and has_colon and len(block) <= 120:
            is_opened = (has_verb or any(map(str.isdigit, block))) and block.startswith(mail_words().opens)
            is_dated = bool(STRONG_DATE.search(block))
            if (is_opened or has_verb or is_dated) and not mail_words().is_own_wrote.search(block):
                weak = start
    return None if weak is None else _topmost(lines, weak, first)


def says_who_wrote(line: str) -> bool:
    """Whether a plain `line` without a colon is who wrote, with the address in angles, and when, and no sentence."""
    if "@" not in line or ">" not in line or len(line) > ONE_LINE or _ends(line):
        return False
    is_told = ADDRESS.search(line) and STRONG_DATE.search(line) and has_wrote(line)
    return bool(is_told) and not mail_words().is_own_wrote.search(line)


def _is_strong(block: str, has_address: bool, *, has_end: bool, is_quote_next: bool, is_last: bool) -> bool:
    """A date with a verb, or a date with an address; of a line without a colon more is asked."""
    is_dated = bool(STRONG_DATE.search(block))
    has_verb = has_wrote(block)
    if has_verb and not has_address and mail_words().is_own_wrote.search(block):
        return False
    if not has_end:
        return is_dated and (is_quote_next or (has_verb and is_last and (has_address or bool(TIME.search(block)))))
    if has_verb:
        is_opened = block.startswith(mail_words().opens)
        return is_dated or (is_opened and _has_day(block))
    return is_dated and has_address


def _has_day(line: str) -> bool:
    return any(map(str.isdigit, line)) or not mail_words().days.isdisjoint(line.replace(",", " ").split())


def _ends(line: str) -> bool:
    """Whether a plain line ends a sentence; "6 p.m." and "on the 14." of a date do not."""
    return line.endswith(_SENTENCE_END) and not line.endswith(".m.") and not _ORDINAL_END.search(line)


def _begins(line: str) -> bool:
    """Whether a plain line may be the first of an attribution: it opens like one, or with a verb, or with a date."""
    opened = line.lstrip(_DECORATION)
    is_opened = opened.startswith(mail_words().opens) or mail_words().is_wrote.match(opened)
    return bool(is_opened or _EARLY_DATE.match(line)) or "@" in line


def _topmost(lines: Sequence[str], start: int, first: int) -> int:
    """The line above `start` that the attribution begins with: with its date, or with the name before an address."""
    opened = lines[start].lstrip(_DECORATION)
    is_open = opened.startswith(mail_words().opens)
    for above in range(start - 1, max(first, start - ATTRIBUTION_LINES) - 1, -1):
        line = lines[above]
        if not line or _ends(line):
            break
        if is_open and line[-1] != "," and not (len(line) <= SHORT_LINE and STRONG_DATE.search(line)):
            break
        if line.lstrip(_DECORATION).startswith(mail_words().opens) and _has_day(line):
            return above
        if above == start - 1 and len(line) <= SHORT_LINE and mail_words().is_wrote.match(line):
            return above
    if start > first and opened[:1] in ("<", "(") and lines[start - 1] and len(lines[start - 1]) <= 60:
        return start - 1
    return start


def is_item(line: str) -> bool:
    """Whether `line` is an item of a list."""
    return bool(_ITEM.match(line))


def is_sentence(line: str) -> bool:
    """Whether a plain `line` reads like a sentence rather than a line of a signature."""
    words = line.count(" ") + 1
    return (words >= 5 and line.rstrip("\"')").endswith(_SENTENCE_END)) or words >= 14


def ends_sentence(line: str) -> bool:
    """Whether a `line` ends as a sentence does."""
    return line.rstrip().endswith(_SENTENCE_END)


def is_unfinished(line: str) -> bool:
    """Whether a sentence of the plain `line` runs on in the next one."""
    return not line.rstrip("\"'*_)").endswith((*_SENTENCE_END, ":", ",--")) and bool(line)


def is_mobile_signature(line: str) -> bool:
    """Whether a plain `line` is what a telephone or a program adds: the phrase, a device, and nothing more to say."""
    if len(line) > 160:
        return False
    words = mail_words()
    said = line.split("<", 1)[0].strip("*_ []()")
    names = said.replace("/", " ").split()
    if len(names) > 12:
        return False
    if not said.isascii() and any(device in said for device in words.devices if len(device) > 3 or device > "\u1100"):
        return True
    devices = sum(name.startswith(words.devices) for name in names)
    return devices > 1 or (len(names) <= 9 and bool(devices or "<http" in line))


def is_sent_by_device(line: str) -> bool:
    """Whether a plain `line` names a device and ends in a word of sending: so languages write it whose verb is last."""
    if line[-1] not in mail_words().sent_last and line[-1] not in _AFTER_SENT:
        return False
    said = line.split("<", 1)[0].rstrip(_AFTER_SENT)
    if not said.endswith(mail_words().sent):
        return False
    words = said.replace(",", " ").split()
    return len(words) <= MOST_OF_DEVICE and mail_words().person.isdisjoint(words) and is_mobile_signature(line)


def is_name(line: str) -> bool:
    """Whether `line` is a name: up to four words, each with a capital."""
    line = line.strip(" \t\r\n*_,")
    return bool(_NAME.fullmatch(line)) and all(word[0].isupper() for word in line.split())


def has_contact(line: str) -> bool:
    """Whether a plain `line` holds a telephone number, an address or a link."""
    return bool(_CONTACT.search(line))


def has_title(line: str) -> bool:
    """Whether a plain `line` begins or ends with a title or profession."""
    parts = [part.strip(" .,*_") for part in re.split(r"[,|/·&@-]| at | und | and | bei | of | chez ", line)]
    return any(part.endswith(mail_words().titles) or part.startswith(mail_words().titles) for part in parts if part)
