"""Signs that turn the direction of writing: unseen they let a text read otherwise than it is, https://trojansource.codes."""

from typing import TypeVar, cast

Words = TypeVar("Words", bound=str)
_SIGNS = (0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_SHOWN = {number: f"⟨U+{number:04X}⟩" for number in _SIGNS}
_TAKEN_OUT = dict.fromkeys(_SIGNS)


def directions_shown(text: Words) -> Words:
    """The text, markup as markup, with such signs shown by their numbers."""
    return cast(Words, text.translate(_SHOWN))


def without_directions(text: str) -> str:
    """The text without such signs."""
    return text.translate(_TAKEN_OUT)
