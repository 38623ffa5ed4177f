"""Marks in which a text and a copy of its words differ, blanked out sign by sign, so that offsets stay."""

import re

from lib.context.text.normalize import LIKE_MARKS

UNSEEN = "\u200b"
"""A sign that folds to nothing."""
_EMPHASIS = re.compile(r"[*_~]+")
_TAG = re.compile(
    r"</?(?:(?:b|i|u|em|strong|span|font|a|mark|small|big|sub|sup|tt|code|q|cite|ins)|(?P<breaks>br|p|div|li|td))"
    r"(?:\s+[\w:-]{1,40}=(?:\"[^\"<>]{0,2000}\"|'[^'<>]{0,2000}'|[^\s\"'<>]{1,2000})){0,20}\s?/?>",
    re.I,
)
"""Tags that only change how words look; what is struck out is none of them."""
_LINK_END = re.compile(r"\]\((?=[^\s()]{0,2000}[.:/@#])[^\s()]{1,2000}(?:\s\"[^\"\n]{0,200}\")?\)")
_LINK = re.compile(rf"\[(?P<shown>[^\[\]\n]{{1,300}}){_LINK_END.pattern}")
"""A link as programs write it: its words in brackets, then where it leads."""
_QUOTATION = "".join(sign for sign, mark in LIKE_MARKS.items() if mark == '"') + '"'
_DASHES = "".join(sign for sign, mark in LIKE_MARKS.items() if mark == "-") + "-"
_APART = re.compile(
    rf"[{re.escape(_QUOTATION + _DASHES)}]+"
    r"|(?<![^\W_])['‘’‚‛`´]+|['‘’‚‛`´]+(?![^\W_])"
)
_BEFORE_MARK = re.compile(r"[ \t\u00a0\u202f\u2009]+(?=[.,!?;:](?!\w))")
_COPIED = re.compile(r"(?<!\S)(?:[^\W\d_]{2,3}>(?=\s)|[>＞]+|[|¦│┃»]{1,3}(?=\s))")
_COPIED_RARELY = re.compile(rf"{_COPIED.pattern}|(?<!\S)[:#}}](?=\s)")


def without_markup(text: str) -> str:
    """`text` with the marks blanked out by which programs write bold and slanted words, inline tags and links.

    What is left of "*so*", "<b>so</b>" and "[so](https://so.example)" is "so" at its place.
    """
    if has_markup(text):
        text = _LINK.sub(lambda match: UNSEEN + match["shown"] + UNSEEN * (match.end() - match.end("shown")), text)
        text = _TAG.sub(lambda match: (" " if match["breaks"] else UNSEEN) * len(match[0]), text)
    if "*" not in text and "_" not in text and "~" not in text:  # most texts: without a loop in Python
        return text
    return _EMPHASIS.sub(lambda match: match[0] if _is_within(match) else UNSEEN * len(match[0]), text)


def has_markup(text: str) -> bool:
    """Whether `text` may have inline tags or links, which hold letters that are none of its words."""
    return "](" in text or ("<" in text and _TAG.search(text) is not None)


def copied_end(quote: str, body: str, end: int) -> int:
    """Where the copy `quote` of words up to `body[:end]` ends, with the rest of a link that it copied whole."""
    rest = _LINK_END.match(body, end)
    return rest.end() if rest and rest[0] in quote else end


def without_marks(text: str) -> str:
    """`text` without markup, quotation marks and dashes, which a copy may leave out or write otherwise."""
    text = _APART.sub(lambda match: " " * len(match[0]), without_markup(text))
    return _BEFORE_MARK.sub(lambda match: UNSEEN * len(match[0]), text)


def without_quote_prefixes(quote: str) -> tuple[str, ...]:
    """`quote` without the marks of quoting that were copied into it from the beginnings of lines.

    A colon, a hash or a brace may be one of its own marks as well ("Budget : 500"): without those it is another text.
    """
    without = _COPIED.sub(" ", quote)
    rarely = _COPIED_RARELY.sub(" ", quote)
    return (without,) if rarely == without else (without, rarely)


def _is_within(match: re.Match[str]) -> bool:
    """Whether marks stand within a word, a name of a file or a product ("5*3", "a_b")."""
    text, (start, end) = match.string, match.span()
    return start > 0 and text[start - 1].isalnum() and text[end : end + 1].isalnum()
