"""Names of tables and columns in markup: broken after underscores and before capitals, never elsewhere."""

import re
from functools import lru_cache
from unicodedata import bidirectional

from markupsafe import Markup

LONGEST_PIECE, TAIL = 26, 11
"""Letters that stay together, and how many of them at the end of a longer piece are always seen."""
_BREAK = re.compile(r"(?<=_)(?!_)|(?<=[a-z0-9])(?=[A-Z])|(?<=\.)")


@lru_cache(maxsize=4096)
def breakable(name: str) -> Markup:
    """The name with its places to break; of a longer piece the middle gives way where there is no room for it."""
    return Markup("<wbr>").join(_piece(piece) for piece in _BREAK.split(name))


def one_line(name: str) -> Markup:
    """The name on one line; of a long one the middle gives way where there is no room for it."""
    return _piece(name)


def _piece(piece: str) -> Markup:
    # else a dot would turn schema and table round
    if not piece.isascii() and any(bidirectional(letter) in ("R", "AL") for letter in piece):
        return Markup('<bdi dir="ltr">{}</bdi>').format(_cut(piece))
    return _cut(piece)


def _cut(piece: str) -> Markup:
    if len(piece) <= LONGEST_PIECE:
        return Markup("{}").format(piece)
    return Markup('<span class="cut" title="{}"><span>{}</span><span>{}</span></span>').format(
        piece, piece[:-TAIL], piece[-TAIL:]
    )
