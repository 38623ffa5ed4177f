"""Marks in which a text and a copy of its words differ, blanked out sign by sign, so that offsets stay."""

import re

from lib.context.text.normalize import LIKE_MARKS

UNSEEN = "\u200b"
"""A sign that folds to nothing."""
_EMPHASIS = re.compile(r"[*_~]+")
_QUOTATION = "".join(sign for sign, mark in LIKE_MARKS.items() if mark == '"') + '"'
_DASHES = "".join(sign for sign, mark in LIKE_MARKS.items() if mark == "-") + "-"
_APART = re.compile(
    rf"[{re.escape(_QUOTATION + _DASHES)}]+"
    r"|(?<![^\W_])['‘’‚‛`´]+|['‘’‚‛`´]+(?![^\W_])"
)
_BEFORE_MARK = re.compile(r"[ \t\u00a0\u202f\u2009]+(?=[.,!?;:](?!\w))")
_COPIED = re.compile(r"(?<!\S)(?:[^\W\d_]{2,3}>(?=\s)|[>＞]+|[|¦│┃»]{1,3}(?=\s))")


def without_emphasis(text: str) -> str:
    """`text` with the marks blanked out by which programs write bold and slanted words ("*so*", "__so__")."""
    if "*" not in text and "_" not in text and "~" not in text:  # most texts: without a loop in Python
        return text
    return _EMPHASIS.sub(lambda match: match[0] if _is_within(match) else UNSEEN * len(match[0]), text)


def without_marks(text: str) -> str:
    """`text` without emphasis, quotation marks and dashes, which a copy may leave out or write otherwise."""
    text = _APART.sub(lambda match: " " * len(match[0]), without_emphasis(text))
    return _BEFORE_MARK.sub(lambda match: UNSEEN * len(match[0]), text)


def without_quote_prefixes(quote: str) -> str:
    """`quote` without the marks of quoting that were copied into it from the beginnings of lines."""
    return _COPIED.sub(" ", quote)


def _is_within(match: re.Match[str]) -> bool:
    """Whether marks stand within a word, a name of a file or a product ("5*3", "a_b")."""
    text, (start, end) = match.string, match.span()
    return start > 0 and text[start - 1].isalnum() and text[end : end + 1].isalnum()
