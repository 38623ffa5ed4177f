"""Signatures, banners and legal notices among the lines of a message: what is in it and nobody states."""

import re
from functools import cached_property
from typing import Literal

from lib.context.text.mail.mail_lines import (
    ends_sentence,
    has_contact,
    has_title,
    is_decorated,
    is_item,
    is_mobile_signature,
    is_name,
    is_sent_by_device,
    is_sentence,
)
from lib.context.text.mail.mail_words import Phrase, bare_header, header, mail_words, phrase, plain

MailPart = Literal["own", "quoted", "forwarded", "signature"]
LineState = Literal["own", "banner", "closing", "signature"]
"""Whose the next line is: after a banner or a closing the author may come back, after a delimiter not."""

LONGEST_LINE = 1000
"""Characters of a line that are looked at; a longer line is nobody's header."""
_INITIALS = re.compile(r"[^\W\d_]{2,3}>(?: |$)")
"""Who is quoted, before the mark ("NQ> ")."""
_DELIMITERS = ("--",)
_DASHES, _RULE_SIGNS = ("—", "–"), "-=*_~"
"""Delimiters by themselves, and what is one only over words that a program adds."""
_DASHED = re.compile(r"\s*(?:[-–—]{1,2}|[~/])\s?(?=[^\W\d_])")
"""What people put before the name that ends a letter ("- Ines", "/Ines")."""
_UNSEEN = dict.fromkeys((0xA0, 0x2007, 0x202F), " ") | dict.fromkeys(
    (0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF)
)
"""Blanks of other kinds by the plain one; signs that nobody sees are left out."""
_UNSEEN_SIGN = re.compile(f"[{''.join(map(chr, _UNSEEN))}]")
_BARS = tuple("|¦│┃»")
_RARE_MARKS = (": ", "# ", "} ")
"""Other old ways to quote, of two lines or more: a colon, a hash or a brace before each."""
_BAR_SIGNS = frozenset(map(plain, (*_BARS, *":#}")))
DEEPEST_BARS = 3
"""Bars at a line's beginning that quote; more are a table's or a drawing's."""
_SENT_FAR, _SHORT, _LABEL = 14, 60, 32


class MailLines:
    """The lines of one text while they are told apart, top to bottom: where signatures and notices stand."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = [line.translate(_UNSEEN) if _UNSEEN_SIGN.search(line) else line for line in lines]
        self.plain = [plain(line if len(line) <= LONGEST_LINE else line[:LONGEST_LINE]) for line in lines]
        self.headers = [header(line) if ":" in line else None for line in self.plain]
        self.bare_headers = [
            bare_header(line, plain_line)
            if len(plain_line) <= _LABEL or "\t" in line or "  " in line[:_SHORT] or "<" in line
            else None
            for line, plain_line in zip(self.lines, self.plain, strict=True)
        ]
        self.found: list[MailPart] = []

    def is_prefixed(self, number: int) -> bool:
        """Whether line `number` begins with `>`, "NQ>" or a bar, or goes on after a break (U+2028) in such a line."""
        return self.prefixed[number]

    @cached_property
    def prefixed(self) -> list[bool]:
        """For each line whether `is_prefixed`."""
        return [
            is_marked or (line[:1] in _BAR_SIGNS and self._is_barred(number))
            for number, (line, is_marked) in enumerate(zip(self.plain, self._marked, strict=True))
        ]

    @cached_property
    def _marked(self) -> list[bool]:
        """For each line whether a mark of a quote begins it or, before breaks that are no ends of lines, one above."""
        found: list[bool] = []
        for number, line in enumerate(self.plain):
            is_marked = line[:1] == ">" or (">" in line[2:4] and _INITIALS.match(line) is not None)
            if not is_marked and number and self.lines[number - 1][-1] not in "\r\n":
                is_marked = found[-1]
            found.append(is_marked)
        return found

    def _is_barred(self, number: int) -> bool:
        """Whether a bar or such a mark begins line `number` and one beside it. A table's rows have more bars."""
        if not _has_one_bar(self.lines[number]):
            return False
        beside = self.lines[max(0, number - 1) : number] + self.lines[number + 1 : number + 2]
        return any(map(_has_one_bar, beside))

    @cached_property
    def following(self) -> list[int]:
        """For each line and the end, the number of the next line with words; it may be the end's."""
        found = [len(self.lines)] * (len(self.lines) + 1)
        for number in range(len(self.lines) - 1, -1, -1):
            found[number] = number if self.plain[number] else found[number + 1]
        return found

    def state_after(self, state: LineState, number: int, known: tuple[str, Phrase] | None) -> LineState:
        """What state line `number`, which is no quote, leaves the message in."""
        line = self.plain[number]
        if (
            is_sent_by_device(line)
            and self._begins_paragraph(number)
            and not ends_sentence(self.following_line(number))
        ):
            return "signature"
        if state == "own" and known is None and line[0].isalnum():  # most lines
            return "own"
        if state == "signature":
            return "signature"
        if self._is_delimiter(number):
            return "signature"
        words, family = known or (phrase(line) if line[0] in "[(" else None) or ("", None)
        if family == "sent_from" and is_mobile_signature(line):
            return "signature"
        is_notice = family in ("disclaimers", "footers") and not _speaks_for_self(line, words)
        if is_notice and self._begins_paragraph(number) and len(line) > len(words) + 1:
            return "signature"
        if state == "banner" or (family == "banners" and self._is_top(number)):
            return "banner"
        if state == "closing":
            is_own = line.startswith(mail_words().postscript) or (
                not self.plain[number - 1]
                and is_sentence(line)
                and not mail_words().person.isdisjoint(line.replace(",", " ").split())
            )
            return "own" if is_own else "closing"
        if family in ("closings", "thanks") and self._closes(number, words, is_weak=family == "thanks"):
            return "closing"
        return "own"

    def _is_delimiter(self, number: int) -> bool:
        """Whether line `number` is "-- ", or a rule whose next line reads like a signature and not like a letter."""
        line = self.plain[number]
        if line[0] not in _RULE_SIGNS or line.strip(_RULE_SIGNS):
            return False
        following = self.following_line(number)
        if line not in _DELIMITERS and (len(line) < 2 or line.strip("_~")):
            is_rule = len(line) > 2 and not line.strip("-=*")
            return (is_rule or self._is_lone_dash(number)) and self._is_added(following)
        if self.lines[number].rstrip("\r\n") == "-- ":
            return True
        above = next((self.lines[at] for at in range(number - 1, max(-1, number - 4), -1) if self.plain[at]), "")
        if is_item(following) or is_item(above):
            return False
        if line in _DELIMITERS and self._is_divider(number) and not is_name(following):
            return self._is_added(following)
        is_short = len(following.strip()) <= _SHORT and not is_sentence(plain(following[:LONGEST_LINE]))
        is_open = following.rstrip().endswith((".", "!", "?", ",", ";"))
        return (is_short and not is_open) or self._is_added(following)

    def _is_lone_dash(self, number: int) -> bool:
        return self.plain[number] == "-" and self.lines[number].strip() in _DASHES

    def _is_divider(self, number: int) -> bool:
        """Whether the same line stands once more nearby: then it divides what is listed."""
        near = self.lines[max(0, number - _SENT_FAR) : number] + self.lines[number + 1 : number + _SENT_FAR]
        return any(line.strip() == self.lines[number].strip() and line.rstrip("\r\n") != "-- " for line in near)

    def following_line(self, number: int) -> str:
        """The next line with words after line `number`, or nothing."""
        at = self.following[number + 1]
        return self.lines[at] if at < len(self.lines) else ""

    def _is_added(self, line: str) -> bool:
        found = phrase(plain(line[:LONGEST_LINE]))
        return found is not None and found[1] in ("sent_from", "disclaimers", "footers", "closings")

    def _begins_paragraph(self, number: int) -> bool:
        return (
            number == 0 or not self.plain[number - 1] or self.found[-1] != "own" or is_decorated(self.plain[number - 1])
        )

    def _is_top(self, number: int) -> bool:
        """Whether at most a salutation's worth of own lines stands above; programs put banners first."""
        return sum(part == "own" and bool(self.plain[at]) for at, part in enumerate(self.found[:8])) <= 1 and number < 8

    def _closes(self, number: int, words: str, *, is_weak: bool) -> bool:
        """Whether the closing phrase `words` of line `number` begins a signature: alone on its line, near the end."""
        rest = self.plain[number][len(words) :]
        after = self.lines[number].strip()[len(words) :].strip(" ,.!*_-–\r\n") if rest else ""
        if rest.strip(" ,.!*_-~)(:;") and (rest.count(" ") > 3 or not (is_name(after) or not is_weak)):
            return False
        if rest.endswith("?") or not any(part == "own" and self.plain[at] for at, part in enumerate(self.found)):
            return False
        if not is_weak:
            return True
        following = []
        for at in range(number + 1, min(len(self.lines), number + _SENT_FAR)):
            if self.is_prefixed(at) or self.headers[at] or self.plain[at].startswith(mail_words().postscript):
                break
            if self.plain[at]:
                following.append(self.plain[at])
        return len(following) <= 8 and not any(map(is_sentence, following[:2]))

    def sign_contact_block(self, end: int) -> None:
        """A last line before line `end` that is a name after a dash is a signature; so is a last paragraph that is a
        name over a number, address, link or title.
        """
        last = end
        while last and not self.plain[last - 1] and self.found[last - 1] == "own":
            last -= 1
        if last > 1 and self._is_dashed_name(last - 1):
            self.found[last - 1] = "signature"
            return
        first = last
        while first and self.plain[first - 1] and self.found[first - 1] == "own" and last - first <= 10:
            first -= 1
        if last - first < 2 or last - first > 10 or first == 0:
            return
        block = self.plain[first:last]
        if _is_wall(block[0]) and any(map(has_contact, block[1:])) and not any(map(is_sentence, block)):
            self.found[first:last] = ["signature"] * (last - first)
            return
        if not is_name(self.lines[first]) or any(map(is_sentence, block)) or any(map(is_item, self.lines[first:last])):
            return
        if any(map(has_contact, block[1:])) or (last - first <= 5 and has_title(block[1])):
            self.found[first:last] = ["signature"] * (last - first)

    def _is_dashed_name(self, number: int) -> bool:
        """Whether own line `number` is a name after a dash, and no item of a list above it."""
        mark = _DASHED.match(self.lines[number])
        if self.found[number] != "own" or not mark or not is_name(self.lines[number][mark.end() :]):
            return False
        above = next((at for at in range(number - 1, -1, -1) if self.plain[at]), None)
        if above is None or self.found[above] != "own":
            return False
        return not is_item(self.lines[above]) and not self.plain[above].endswith(":")


def _speaks_for_self(line: str, words: str) -> bool:
    """Whether behind the one word that begins a plain `line` its author speaks of themselves: no program wrote it."""
    after = line[len(words) :].strip(" :,-").split(maxsplit=2)[:2]
    return " " not in words and not mail_words().first_person.isdisjoint(after)


def _is_wall(line: str) -> bool:
    """Whether a plain `line` is a rule, as signatures have above them."""
    return len(line) > 3 and not line.strip("-=_*~#")


def _has_one_bar(line: str) -> bool:
    line = line.lstrip()
    if line[:1] not in _BARS:
        return line[:2] in _RARE_MARKS
    rest = line.lstrip(line[0])
    return len(line) - len(rest) <= DEEPEST_BARS and line[0] not in rest and (line[0] != "»" or rest[:1].isspace())
