"""The colour of every concern: the one that its rule names, or else one that follows from its name.

Every colour carries white letters and stands out from a white and from a dark page.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b
from math import dist

from lib.schema.concerns.communities import OTHER

WHITE, DARK = "#ffffff", "#171614"
"""The letters on a colour, and the dark page behind it (the default of Streamlit's dark theme)."""
LEAST_TEXT, LEAST_SHAPE = 4.5, 3.0
"""The least contrast of text and of shapes: WCAG 2.2, 1.4.3 and 1.4.11 at level AA."""
PALETTE = (
    *("#4a5bd0", "#0c8277", "#b8560f", "#c2335f", "#1f74b5", "#8548c2", "#3c7f2f", "#a53b93", "#0f7b96"),
    *("#8a6414", "#955051", "#8e65a0", "#576945", "#6659a1", "#af4ac5", "#a75d75", "#6f7b4b", "#cd398e"),
    *("#735fe9", "#956d57", "#81557d", "#6a6cc2", "#077074", "#a53f6d", "#b24743", "#03734a", "#236fea"),
)
"""What concerns without a colour of their own are given; each far from the others by `distance`."""
GREY = "#6f6f78"
"""Of tables in no concern, or in none that says anything."""
NEAR = 0.055
"""Colours with a smaller `distance` are taken for each other."""
_COLOUR = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)


def concern_colours(concerns: Iterable[str], chosen: Mapping[str, str]) -> dict[str, str]:
    """A colour "#rrggbb" for each concern and for "": `chosen` first, then others that look like none of those.

    Each name by itself prefers the colours of `PALETTE` in an order of its own and takes the first that looks like none
    taken before it, so the same names always get the same colours, and one more name moves another only where it
    comes before that one and takes its colour. When the palette is used up, colours are made that are as far from all
    others as there is room for: no two concerns ever share one.
    """
    names = {*concerns}
    return dict(_coloured(tuple(sorted({*names, ""})), tuple(sorted(chosen.items()))))


@lru_cache(maxsize=64)
def _coloured(names: tuple[str, ...], chosen: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """The names with their colours."""
    colour_of = {OTHER: GREY, "": GREY, **dict(chosen)}
    taken = [colour for _, colour in chosen]
    missing = sorted([name for name in names if name not in colour_of], key=_number)
    for name in list(missing):
        liked = (colour for colour in _preferences(name) if all(distance(colour, other) >= NEAR for other in taken))
        if colour := next(liked, None):
            colour_of[name] = colour
            taken.append(colour)
            missing.remove(name)
    colour_of |= zip(missing, _made(len(missing), [GREY, *taken]), strict=True)
    return tuple((name, colour_of[name]) for name in names)


def _made(count: int, taken: Sequence[str]) -> Iterator[str]:
    """So many more colours, each the one furthest from all that were taken before it."""
    room = {colour: min(distance(colour, other) for other in taken) for colour in _usable()} if count else {}
    for _ in range(count):
        found = max(room, key=lambda colour: (room[colour], colour))
        yield found
        room = {colour: min(least, distance(colour, found)) for colour, least in room.items() if colour != found}


@lru_cache(maxsize=1)
def _usable() -> tuple[str, ...]:
    """Colours all over the space that carry white letters and stand out from a dark page."""
    steps = [f"{value:02x}" for value in range(0, 256, 15)]
    colours = (f"#{red}{green}{blue}" for red in steps for green in steps for blue in steps)
    return tuple([one for one in colours if contrast(WHITE, one) >= LEAST_TEXT and contrast(DARK, one) >= LEAST_SHAPE])


def readable(colour: str) -> str:
    """The colour in small letters; raises `ValueError` with a sentence for one that a page cannot use."""
    if not _COLOUR.fullmatch(colour):
        raise ValueError(f'{colour!r} is no colour: write # and six hexadecimal digits, as in "{PALETTE[0]}"')
    if contrast(WHITE, colour) < LEAST_TEXT:
        raise ValueError(f"white letters on {colour} cannot be read: write a darker colour")
    if contrast(DARK, colour) < LEAST_SHAPE:
        raise ValueError(f"{colour} cannot be seen on a dark screen: write a lighter colour")
    return colour.lower()


def contrast(one: str, other: str) -> float:
    """The contrast of two colours "#rrggbb", from 1 to 21, by WCAG 2.2."""
    low, high = sorted(_luminance(colour) for colour in (one, other))
    return (high + 0.05) / (low + 0.05)


def distance(one: str, other: str) -> float:
    """How different two colours look: the distance in the OKLab space, 0 to about 1."""
    return dist(_oklab(one), _oklab(other))


@lru_cache(maxsize=1024)
def _preferences(name: str) -> tuple[str, ...]:
    """The palette in the order in which a name prefers it: as good as random, the same every time."""
    return tuple(sorted(PALETTE, key=lambda colour: _number(f"{colour} {name}")))


def _number(text: str) -> int:
    """A number that follows from the text alone, the same in every process."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest())


def _linear(colour: str) -> tuple[float, float, float]:
    """Red, green and blue of an sRGB colour as amounts of light, 0 to 1."""
    red, green, blue = (value / 255 for value in bytes.fromhex(colour[1:]))
    return _light(red), _light(green), _light(blue)


def _light(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _luminance(colour: str) -> float:
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@lru_cache(maxsize=4096)
def _oklab(colour: str) -> tuple[float, float, float]:
    """Lightness and the two axes of colour; the matrices are those of the definition of OKLab (Ottosson, 2020)."""
    red, green, blue = _linear(colour)
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    medium = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )
