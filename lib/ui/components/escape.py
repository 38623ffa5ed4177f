"""Escaping for everything that came from a database, a mail or a model, before it reaches markdown.

HTML is made with `markupsafe.Markup`, which escapes by itself.
"""

import re

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$:&@/])")
DIRECTIONS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_ADDRESS = re.compile(r"(://|www(?=\.)|@)", re.IGNORECASE)


def plain(text: object) -> str:
    """`text` so that markdown shows it letter for letter, on one line, without links, images or directives."""
    apart = _ADDRESS.sub("\\1\N{WORD JOINER}", " ".join(str(text).split()))  # a bare address would become a link
    return _MARKDOWN.sub(r"\\\1", apart)


def directions_shown(text: str) -> str:
    """The text with the characters that turn the direction of writing shown by their numbers.

    Unseen they let a statement read otherwise than the server reads it: https://trojansource.codes.
    """
    return DIRECTIONS.sub(lambda match: f"⟨U+{ord(match[0]):04X}⟩", text)
