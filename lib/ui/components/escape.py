"""Escaping for everything that came from a database, a mail or a model, before it reaches markdown.

HTML is made with `markupsafe.Markup`, which escapes by itself.
"""

import re
from typing import TypeVar, cast

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$:&@/])")
_DIRECTIONS = {
    number: f"⟨U+{number:04X}⟩" for number in (0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
}
_ADDRESS = re.compile(r"(://|www(?=\.)|@)", re.IGNORECASE)
Words = TypeVar("Words", bound=str)


def plain(text: object) -> str:
    """`text` so that markdown shows it letter for letter, on one line, without links, images or directives."""
    apart = _ADDRESS.sub("\\1\N{WORD JOINER}", " ".join(str(text).split()))  # a bare address would become a link
    return _MARKDOWN.sub(r"\\\1", apart)


def directions_shown(text: Words) -> Words:
    """The text, markup as markup, with the characters that turn the direction of writing shown by their numbers.

    Unseen they let a statement read otherwise than the server reads it: https://trojansource.codes.
    """
    return cast(Words, text.translate(_DIRECTIONS))
