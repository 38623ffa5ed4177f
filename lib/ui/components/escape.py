"""Escaping for everything that came from a database, a mail or a model, before it reaches markdown.

HTML is made with `markupsafe.Markup`, which escapes by itself.
"""

import re

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$:&@/])")
_ADDRESS = re.compile(r"(://|www(?=\.)|@)", re.IGNORECASE)


def plain(text: object) -> str:
    """`text` so that markdown shows it letter for letter, on one line, without links, images or directives."""
    apart = _ADDRESS.sub("\\1\N{WORD JOINER}", " ".join(str(text).split()))  # a bare address would become a link
    return _MARKDOWN.sub(r"\\\1", apart)
