"""The headers of an old mail among the lines of a new one: a block of them, with colons or without, in any order."""

import re
from collections.abc import Iterable, Iterator, Sequence

from lib.context.text.mail.mail_lines import ADDRESS, ONE_LINE, SHORT_LINE, STRONG_DATE, TIME, is_sentence
from lib.context.text.mail.mail_words import header, mail_words

HEADER_GAP, HEADER_LINES = 5, 24
"""Lines between two headers of a block, and lines of a whole block."""
_WITH_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?\d{2}")
BARE_ABOVE, BARE_GAP = 3, 2
"""Headers without colons: lines above that may be a name and a date, and lines between two."""


def is_header_block(lines: Sequence[str], kinds_of: Sequence[str | None], number: int) -> bool:
    """Whether the headers of an old mail begin at plain line `number`, in any order; `kinds_of` says what each line is.

    It takes a From and two more kinds, or one more and an address: `From: Hamburg`, `To: Munich` is somebody's journey.
    Without a subject and an address, a year and a time of day have to stand there. After the From, headers may be five
    lines apart.
    """
    kinds: set[str] = set()
    block: list[str] = []
    last = number
    for at in range(number, min(len(lines), number + HEADER_LINES)):
        line = lines[at]
        kind = kinds_of[at]
        if kind is None:
            if at - last > HEADER_GAP or ("from" not in kinds and not _continues_header(line)):
                break
            continue
        if kind == "from" and kind in kinds:
            break
        kinds.add(kind)
        kinds.update(_more_kinds(line))
        block.append(line)
        last = at
        if "from" in kinds and _is_enough(kinds, " ".join(block)):
            return True
    return False


def is_bare_block(lines: Sequence[str], kinds_of: Sequence[str | None], number: int) -> bool:
    """Whether headers without colons begin at plain line `number`: a subject and two more, with an hour or a full date,
    or who wrote to whom, with the address of each.

    "From Hamburg", "To Munich" and "Date 3 May" in a table are a journey. The hour may stand up to three lines above,
    where the program sets it under the name.
    """
    kinds: set[str] = set()
    block = [line for line in lines[max(0, number - BARE_ABOVE) : number] if len(line) <= SHORT_LINE]
    last, count = number, 0
    for at in range(number, min(len(lines), number + HEADER_LINES)):
        if kinds_of[at] is not None:
            kinds.add(kinds_of[at] or "")
            last, count = at, count + 1
        elif at - last > BARE_GAP:
            break
        block.append(lines[at])
    whole = "\n".join(block)
    if {"from", "to"} <= kinds and len(ADDRESS.findall(whole)) > 1:
        return True
    return count >= 3 and "subject" in kinds and len(kinds) >= 2 and bool(STRONG_DATE.search(whole))


def above_bare_block(lines: Sequence[str], number: int) -> int:
    """The line that the bare headers at `number` belong under: a name over a date or address, else `number` itself."""
    at = number - 1
    while at > 0 and number - at <= BARE_ABOVE and not lines[at]:
        at -= 1
    if (
        at > 0
        and len(lines[at]) <= SHORT_LINE
        and (STRONG_DATE.search(lines[at]) or lines[at][0] == "<")
        and lines[at - 1]
        and _is_short(lines[at - 1])
    ):
        return at - 1
    return number


def _is_short(line: str) -> bool:
    return len(line) <= SHORT_LINE and not is_sentence(line)


def _is_enough(kinds: set[str], block: str) -> bool:
    if len(kinds) < 2:
        return False
    if ADDRESS.search(block):
        return True
    return len(kinds) >= 3 and ("subject" in kinds or bool(TIME.search(block) and _WITH_YEAR.search(block)))


def _continues_header(line: str) -> bool:
    return not line or "@" in line or line.endswith((",", ";", ">"))


def _more_kinds(line: str) -> Iterator[str]:
    """Which headers stand in a plain `line` behind its first one: with an address, a block may be on one line."""
    if line.count(":") < 3 or "@" not in line:
        return
    for part in line.split(":")[1:-1]:
        words = part.strip(" *_[\t").split()
        known = (mail_words().headers.get(" ".join(words[-count:])) for count in (2, 1))
        if kind := next(filter(None, known), None):
            yield kind


def is_over_headers(lines: Sequence[str], kinds_of: Sequence[str | None], number: int) -> bool:
    """Whether plain line `number` says by whom and when a mail was whose headers, without a sender, come next."""
    line = lines[number]
    if "@" not in line or len(line) > ONE_LINE or is_sentence(line):
        return False
    after = range(number + 1, min(len(lines), number + HEADER_GAP))
    kinds = {kinds_of[at] for at in after if kinds_of[at] is not None}
    return {"to", "subject"} <= kinds and bool(ADDRESS.search(line) and STRONG_DATE.search(line) and TIME.search(line))


def is_nothing_but_headers(lines: Iterable[str]) -> bool:
    """Whether plain lines with the marks of a quote are the headers of a mail, or its date over them, and no word."""
    kinds: list[str | None] = []
    for line in lines:
        said = line.lstrip("> ")
        if said and (":" not in said or len(kinds) == HEADER_LINES or None in kinds[1:]):
            return False
        if said:
            kinds.append(header(said))
    return "from" in kinds and len(set(kinds) - {None}) > 2 and None not in kinds[1:]
