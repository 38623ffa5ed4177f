"""The colour of every concern: the one that its rule names, or else one that follows from its name.

Every colour carries white letters and stands out from a white and from a dark page.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b
from itertools import product
from math import dist, hypot

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
SAME, NEAR, FAR = 0.02, 0.055, 0.1
"""Below the first `distance` colours look the same; any two concerns are to have the second, two related the third."""
LOUDEST = 0.23
"""How far from grey a colour that is made may be: louder ones look like signals, quieter ones leave too little room."""
MOST_NEAR = 40
"""Of more colours all over the space none is far."""
RED, GREEN, BLUE = 0.2126, 0.7152, 0.0722
"""How much of the luminance each light makes, by WCAG 2.2."""
_COLOUR = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)

ConcernPair = tuple[str, str]


def concern_colours(
    concerns: Iterable[str], chosen: Mapping[str, str], *, related: Iterable[ConcernPair] = ()
) -> dict[str, str]:
    """A colour "#rrggbb" for each concern and for "": those `chosen` first, then others that look like none of them.

    Two concerns of `related` are at least `FAR` from each other and any two `NEAR`, on light and dark pages alike,
    while there is room for that; beyond, each colour is as far from the others as it can be, and none is ever shared.
    A chosen colour that comes too near to one before it is moved as little as that takes.

    Each name by itself prefers the colours of `PALETTE` in an order of its own, so the same names always get the same
    colours, and one more name moves another only where it comes before that one and takes its colour.
    """
    names = {*concerns, ""}
    pairs = {pair for one, other in related if one != other for pair in ((one, other), (other, one))}
    return dict(_coloured(tuple(sorted(names)), tuple(chosen.items()), tuple(sorted(pairs))))


@lru_cache(maxsize=64)
def _coloured(
    names: tuple[str, ...], chosen: tuple[ConcernPair, ...], related: tuple[ConcernPair, ...]
) -> tuple[tuple[str, str], ...]:
    """The names with their colours."""
    beside: dict[str, set[str]] = {}
    for one, other in related:
        beside.setdefault(one, set()).add(other)
    colour_of = {OTHER: GREY, "": GREY}
    taken = _Taken([GREY])
    wishes = dict(chosen)
    for name in [
        *wishes,
        *sorted([name for name in names if name not in wishes and name not in colour_of], key=_number),
    ]:
        near = [colour_of[other] for other in sorted(beside.get(name, ())) if other in colour_of]
        colour_of[name] = _nearest(wishes[name], near, taken) if name in wishes else _liked(name, near, taken)
        taken.colours.append(colour_of[name])
    return tuple((name, colour_of[name]) for name in names)


class _Taken:
    """The colours given so far, and how far each usable colour is from the nearest of them."""

    def __init__(self, colours: list[str]) -> None:
        self.colours = colours
        self._counted = 0
        self._room: list[float] = []

    def has_near(self, colour: str, least: float) -> bool:
        """Whether one of the colours is nearer than `least` to this one."""
        return any(distance(colour, other) < least for other in self.colours)

    @property
    def room(self) -> list[float]:
        """For each colour of `_usable` the distance to the nearest that is taken."""
        self._room = _least([*([self._room] if self._room else []), *map(_distances, self.colours[self._counted :])])
        self._counted = len(self.colours)
        return self._room


def _nearest(wish: str, near: Collection[str], taken: _Taken) -> str:
    """The wish, or the colour nearest to it that is far enough from those that are taken."""
    if _is_far(wish, near) and not taken.has_near(wish, NEAR):
        return wish
    fits = [
        colour for colour, room in zip(_usable(), taken.room, strict=True) if room >= NEAR and _is_far(colour, near)
    ]
    return min(fits, key=lambda colour: (distance(colour, wish), colour)) if fits else _made(near, taken)


def _liked(name: str, near: Collection[str], taken: _Taken) -> str:
    """The colour of the palette that a name likes best of those far from all, else far enough, else a new one."""
    fits = [colour for colour in _preferences(name) if _is_far(colour, near) and not taken.has_near(colour, NEAR)]
    first = next((colour for colour in fits if not taken.has_near(colour, FAR)), fits[0] if fits else None)
    return first or _made(near, taken)


def _made(near: Collection[str], taken: _Taken) -> str:
    """The colour furthest from all that are taken, of those as far from the `near` ones as there is room for."""
    room = taken.room
    to_near = _least([_distances(colour) for colour in near]) if 0 < len(near) <= MOST_NEAR else room
    rated = zip(room, to_near, _usable(), strict=True)
    return max((min(free, SAME), min(away, FAR), free, colour) for free, away, colour in rated)[-1]


def _is_far(colour: str, near: Collection[str]) -> bool:
    return all(distance(colour, other) >= FAR for other in near)


def _least(rows: Sequence[Sequence[float]]) -> list[float]:
    """The least number of each column."""
    return [min(column) for column in zip(*rows, strict=True)]


@lru_cache(maxsize=1024)
def _distances(colour: str) -> tuple[float, ...]:
    """How far a colour is from each that is usable."""
    return tuple([distance(colour, other) for other in _usable()])


@lru_cache(maxsize=1)
def _usable() -> tuple[str, ...]:
    """Colours all over the space that carry white letters, stand out from a dark page and are not loud."""
    steps = [(f"{value:02x}", _light(value / 255)) for value in range(0, 256, 15)]
    lightest = 1.05 / LEAST_TEXT - 0.05
    darkest = LEAST_SHAPE * (_luminance(DARK) + 0.05) - 0.05
    seen = [
        f"#{red}{green}{blue}"
        for (red, r), (green, g), (blue, b) in product(steps, repeat=3)
        if darkest <= RED * r + GREEN * g + BLUE * b <= lightest
    ]
    return tuple([one for one in seen if loudness(one) <= LOUDEST])


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


def loudness(colour: str) -> float:
    """How far a colour is from grey: its chroma in the OKLab space, 0 to about 0.3."""
    return hypot(*_oklab(colour)[1:])


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
    return RED * red + GREEN * green + BLUE * blue


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
