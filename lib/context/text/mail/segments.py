"""The parts of a message: what the author wrote, what they quoted or forwarded, and the signature.

The libraries for this (mail-parser-reply, email-reply-parser, quotequail) give back strings, not places: the first two
rewrite the text before they divide it, the third cuts it once, each language by patterns of whole lines. Evidence needs
offsets into the very text, so the division is our own; where it is unsure, words are not the author's.
"""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import groupby, islice

from lib.context.text.mail.header_blocks import (
    HEADER_GAP,
    above_bare_block,
    is_bare_block,
    is_header_block,
    is_nothing_but_headers,
    is_over_headers,
)
from lib.context.text.mail.mail_lines import (
    attribution,
    bare,
    is_ruled,
    is_sent_by_device,
    is_unfinished,
    says_who_wrote,
    separator,
)
from lib.context.text.mail.mail_signatures import LineState, MailLines, MailPart
from lib.context.text.mail.mail_words import Phrase, ends_in_wrote, phrase

MOST_LINES = 100_000
"""Lines that are divided; what comes after so many is nobody's own."""
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_ATTRIBUTION_END = ":>)]-=*_"
_PROGRAMS_END = f"{_ATTRIBUTION_END}~#|[("
"""How a line ends that introduces an old message, or has a program's marks around its words."""
_ITEMS = ("- ", "* ")
_BREAK_BEFORE_QUOTE = re.compile(r"[\r\x0b\x0c\x85\u2028\u2029][ \t]*>")


@dataclass(frozen=True)
class Segment:
    """`text[start:end]` is one part of a message."""

    part: MailPart
    start: int
    end: int


def segments(text: str) -> tuple[Segment, ...]:
    """The parts of `text` in order, without gaps; an empty text has none. Time is linear in the length."""
    has_other_breaks = "\n" not in text or _BREAK_BEFORE_QUOTE.search(text) is not None
    lines = text.splitlines(keepends=True) if has_other_breaks else _LINE.findall(text)
    parts = _Division(lines[:MOST_LINES]).parts()
    parts += ["quoted"] * (len(lines) - len(parts))
    found: list[Segment] = []
    position = number = 0
    for part, group in groupby(parts):
        start = position
        for _ in group:
            position += len(lines[number])
            number += 1
        found.append(Segment(part, start, position))
    return tuple(found)


def own_text(text: str, parts: tuple[Segment, ...] | None = None) -> str:
    """What the author of `text` wrote themselves, without quotes, forwards and signature; `parts` where known."""
    found = segments(text) if parts is None else parts
    return "".join(text[part.start : part.end] for part in found if part.part == "own").strip()


def parts_of(found: tuple[Segment, ...], start: int, end: int) -> set[MailPart]:
    """The parts that `start` to `end` touches."""
    first = max(0, bisect_right(found, start, key=lambda segment: segment.start) - 1)
    after = bisect_left(found, end, key=lambda segment: segment.start)
    return {segment.part for segment in found[first:after] if segment.start < end and start < segment.end}


class _Division(MailLines):
    """The lines of one text while they are told apart; what is found may reclaim lines above."""

    def parts(self) -> list[MailPart]:
        """The part of each line."""
        state: LineState = "own"
        number, prefixed = 0, self.prefixed
        while number < len(self.lines):
            line = self.plain[number]
            if prefixed[number]:
                state = "own" if state in ("closing", "banner") else state
                first, number = number, self._quote(number)
                if is_nothing_but_headers(islice(self.plain, first, number)):
                    return self._claimed("quoted", number, above=first)
                continue
            if not line:
                state = "own" if state == "banner" else state
                self.found.append("own" if state == "own" else "signature")
                number += 1
                continue
            if state == "own" and self._is_prose(number):
                self.found.append("own")
                number += 1
                continue
            inner = bare(line)
            known = phrase(inner)
            if rest := self._old_message(number, inner, known):
                return self._claimed(rest, number)
            if self.bare_headers[number] and is_bare_block(self.plain, self.bare_headers, number):
                above = above_bare_block(self.plain, number)
                self.found[above:] = ["quoted"] * (number - above)
                return self._claimed("quoted", number, above=above)
            start = self._attribution(number)
            if start is not None:
                self.found[start:] = ["quoted"] * (number - start + 1)
                number += 1
                if not self._is_quote_next(number):
                    return self._claimed("quoted", number, above=start)
                self._reclaim_rules(start)
                continue
            state = self.state_after(state, number, known)
            self.found.append("own" if state == "own" else "signature")
            number += 1
        self.sign_contact_block(len(self.lines))
        return self.found

    def _is_prose(self, number: int) -> bool:
        """Whether nothing in line `number` begins or ends what a program writes: most lines are told by that alone."""
        line = self.plain[number]
        said = line[2:] if line[:2] in _ITEMS else line
        return (
            said[:1].isalnum()
            and line[-1] not in _PROGRAMS_END
            and phrase(said) is None
            and not self.headers[number]
            and not self.bare_headers[number]
            and "---" not in line
            and not ("@" in line and (">" in line or any(self.headers[number + 1 : number + HEADER_GAP])))
            and not ends_in_wrote(line)
            and not is_sent_by_device(line)
        )

    def _quote(self, number: int) -> int:
        """Mark the quoted lines from `number` on, also those that were broken off without `>`; the next line."""
        if not self.found or self.found[-1] == "own":
            self.sign_contact_block(number)
        while number < len(self.lines) and self.is_prefixed(number):
            self.found.append("quoted")
            number += 1
        last = self.plain[number - 1].lstrip(">| ")
        if number < len(self.lines) and self._runs_on(last, number):
            while number < len(self.lines) and self.plain[number] and not self.is_prefixed(number):
                self.found.append("quoted")
                number += 1
        return number

    def _runs_on(self, last: str, number: int) -> bool:
        """Whether line `number` without `>` is the rest of the quoted sentence `last`, not an answer below it."""
        following = self.lines[number].strip()
        if not following or not is_unfinished(last) or len(last) < 12:
            return False
        return following[0].islower() or len(last) >= 50

    def _old_message(self, number: int, inner: str, known: tuple[str, Phrase] | None) -> MailPart | None:
        """Whether a separator or a header block begins at `number`, after which all is an old message."""
        if said := separator(self.plain[number], inner, known):
            return "forwarded" if said == "forwarded" else "quoted"
        if self.headers[number] and is_header_block(self.plain, self.headers, number):
            return "quoted"
        return None

    def _attribution(self, number: int) -> int | None:
        """The first line of the attribution that ends at `number`, or None."""
        line = self.plain[number]
        if is_over_headers(self.plain, self.headers, number):
            return number
        if line[-1] not in _ATTRIBUTION_END and not ends_in_wrote(line) and not says_who_wrote(line):
            return None
        first = number
        while first and number - first < 8 and self.found[first - 1] != "quoted" and self.plain[first - 1]:
            first -= 1
        is_last = number + 1 >= len(self.lines) or not self.plain[number + 1]
        is_quote_next = self._is_quote_next(number + 1)
        return attribution(self.plain, number, first=first, is_quote_next=is_quote_next, is_last=is_last)

    def _is_quote_next(self, number: int) -> bool:
        """Whether the next line with words begins with `>`: then the old message ends where the `>` end."""
        number = self.following[number]
        return number < len(self.lines) and self.is_prefixed(number)

    def _claimed(self, rest: MailPart, number: int, *, above: int | None = None) -> list[MailPart]:
        """All parts, where everything from line `number` on is `rest`."""
        self._reclaim_rules(number if above is None else above)
        self.sign_contact_block(number if above is None else above)
        return self.found + [rest] * (len(self.lines) - len(self.found))

    def _reclaim_rules(self, number: int) -> None:
        """The rule of dashes above an old message, or a program's words between two, belongs to it."""
        above = number - 1
        while above >= 0 and number - above <= 3 and not self.plain[above]:
            above -= 1
        if above >= 0 and self.found[above] in ("own", "signature") and is_ruled(self.plain[above]):
            self.found[above:number] = ["quoted"] * (number - above)
