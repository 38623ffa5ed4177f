"""What nobody sees of an HTML body: what its style hides or strikes out, in place or by a sheet in the body."""

import re
from collections.abc import Iterator

LONGEST_STYLE, MOST_OF_SHEETS = 2000, 500_000
"""Characters of a style and of all sheets that are looked at."""
_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|font-size\s*:\s*[01](?:px|pt)?\s*(?:;|!|$)"
    r"|opacity\s*:\s*0(?:\.0+)?\s*(?:;|!|$)|text-indent\s*:\s*-\d{3}"
    r"|(?<![\w-])color\s*:\s*(?:transparent|rgba\([^()]*,\s*0(?:\.0+)?\s*\))"
    r"|text-decoration(?:-line)?\s*:[^;]*line-through",
    re.I,
)
"""Programs hide previews so, and others words for a program that reads along; what is struck out holds no longer."""
_NO_ROOM = re.compile(r"(?<![\w-])(?:max-)?(?:height|width)\s*:\s*0(?:px|pt)?\s*(?:;|!|$)", re.I)
_CUT_OFF = re.compile(r"overflow\s*:\s*hidden", re.I)
_FAR_AWAY = re.compile(r"(?<![\w-])(?:left|top|right)\s*:\s*-\d{3}", re.I)
_PLACED = re.compile(r"position\s*:\s*(?:absolute|fixed)", re.I)
_COLOUR = re.compile(r"(?<![\w-])color\s*:\s*([^;!]+)", re.I)
_GROUND = re.compile(r"(?<![\w-])background(?:-color)?\s*:\s*([^;!]+)", re.I)
_WHITE = {"#fff", "#ffffff", "rgb(255,255,255)"}
_BRACES = re.compile(r"([{}])")
_NAMED = re.compile(r"\s*[a-z0-9]*([.#][\w-]+)\s*", re.I)
_BARE_SHEET = re.compile(
    r"\A\s*+(?:(?:/\*[^*]*+\*++(?:[^/*][^*]*+\*++)*+/"
    r"|[@.#\w][^{};]{0,300}\{(?:\s*+[\w-]++\s*+:[^;{}]*+;)*+\s*+(?:[\w-]++\s*+:[^;{}]*+)?\})\s*+)++"
)


def is_hiding(style: str) -> bool:
    """Whether nobody reads words in this `style`."""
    style = style[:LONGEST_STYLE]
    if _HIDING.search(style) or (_NO_ROOM.search(style) and _CUT_OFF.search(style)):
        return True
    if _PLACED.search(style) and _FAR_AWAY.search(style):
        return True
    colour, ground = _COLOUR.search(style), _GROUND.search(style)
    return bool(colour and ground) and _colour(colour[1]) == _colour(ground[1])  # type: ignore[index]


def _colour(written: str) -> str:
    colour = "".join(written.casefold().split())
    return "white" if colour in _WHITE else colour


def hiding_names(body: str) -> frozenset[str]:
    """The classes (`.x`) and ids (`#x`) in small letters that the sheets of an HTML `body` hide on every screen."""
    found = set()
    for selectors, style in _rules(body):
        if is_hiding(style):
            names = (_NAMED.fullmatch(selector) for selector in selectors.split(","))
            found |= {name[1].casefold() for name in names if name}
    return frozenset(found)


def _rules(body: str) -> Iterator[tuple[str, str]]:
    """The selectors and styles of the sheets of `body`; those for some screens alone (`@media`) are left out."""
    lowered = body.lower()
    at = read = 0
    while read < MOST_OF_SHEETS and (at := lowered.find("<style", at)) >= 0:
        start = lowered.find(">", at) + 1
        end = lowered.find("</style", start)
        if not start or end < 0:
            return
        read += end - start
        depth, opened, before = 0, "", ""
        for part in _BRACES.split(body[start : min(end, start + MOST_OF_SHEETS)]):
            if part == "{":
                depth += 1
                opened = before if depth == 1 else opened
            elif part == "}":
                if depth == 1 and not opened.lstrip().startswith("@"):
                    yield opened, before
                depth = max(0, depth - 1)
            else:
                before = part
        at = end


def without_sheet(body: str) -> str:
    """`body` without a style sheet that a program left at the head of a plain text."""
    sheet = _BARE_SHEET.match(body) if "{" in body[:LONGEST_STYLE] else None
    return body[sheet.end() :] if sheet and ":" in sheet[0] else body
