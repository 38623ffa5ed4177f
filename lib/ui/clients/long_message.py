"""How much of a long message is drawn at once: a piece of it, and of that all behind its first lines folded away."""

import re
from dataclasses import dataclass

PIECE = 20_000
"""Characters of one message that are drawn at once."""
LINES, LETTERS = 60, 6_000
"""Lines and characters of a text that are shown before the rest is folded away."""
FEW = 10
"""Lines that are not worth folding away."""


@dataclass(frozen=True)
class MessagePiece:
    """The part `body[start:end]` of a message that is drawn, and the place in the body that its reader comes for."""

    start: int
    end: int
    place: int = 0

    @property
    def text_place(self) -> int:
        """That place in the piece itself."""
        return self.place - self.start

    def is_open(self, cut: int) -> bool:
        """Whether what is folded away behind `cut`, in the piece, is shown at once: the reader comes for it."""
        return self.start > 0 or self.text_place >= cut


def is_long(body: str) -> bool:
    """Whether some of a message is folded away, or not drawn at once."""
    return len(body) > LETTERS or body.count("\n") > LINES


def piece_at(body: str, place: int, *, words: str = "") -> MessagePiece:
    """The piece with that place, or with the first of the words that were searched for."""
    if not 0 < place < len(body):
        place = _first_of(body, words) if words and is_long(body) else 0
    start = place // PIECE * PIECE
    return MessagePiece(start, min(len(body), start + PIECE), place)


def fold_at(text: str) -> int:
    """Where the part of a text begins that is folded away; its end where it is shown as a whole."""
    end = -1
    for _ in range(LINES):
        end = text.find("\n", end + 1)
        if end < 0 or end > LETTERS:
            break
    if 0 <= end <= LETTERS:
        return end if text.count("\n", end) > FEW else len(text)
    if len(text) <= LETTERS + LETTERS // 4:
        return len(text)
    return max(text.rfind("\n", 0, LETTERS), text.rfind(" ", LETTERS // 2, LETTERS), LETTERS // 2)


def rest_told(rest: str) -> str:
    """What is folded away, in words."""
    lines = rest.strip().count("\n") + 1
    return f"The rest, {lines:,} lines" if lines > FEW else f"The rest, {len(rest):,} characters"


def _first_of(body: str, words: str) -> int:
    pattern = r"\s+".join(map(re.escape, words.split()))
    match = re.search(pattern, body, re.IGNORECASE)
    return match.start() if match else 0
