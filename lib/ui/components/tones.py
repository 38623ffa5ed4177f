"""The colours that mean something, each in one place: style sheets, scripts and charts all take them from here.

A concern's colour says which concern it is and nothing else; those stand beside the concerns.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Tone:
    """One hue: for text on a light and on a dark page, and for bars, lines and washes on both."""

    light: str
    """Also the ground of white letters."""
    dark: str
    mark: str


GREEN = Tone("#17703f", "#62c796", "#1a9c5b")
AMBER = Tone("#8f5500", "#f0b04a", "#b8720a")
RED = Tone("#b72d3c", "#f58c94", "#d94a57")
BLUE = Tone("#1f63b8", "#7cb3f5", "#3b7ddd")
ORANGE = Tone("#a93f1a", "#f39a7c", "#e0623b")
GREY = Tone("#5a606b", "#a9aeb8", "#848b97")

TONES = {
    "good": GREEN,
    "warn": AMBER,
    "bad": RED,
    "link": BLUE,
    "hot": ORANGE,
    "calm": GREY,
    "key": AMBER,
    "foreign": BLUE,
    "guess": AMBER,
}
"""What each tone means: `key` and `foreign` are kinds of column, `guess` is a relation that no foreign key holds."""

STATUSES = {"cold": "link", "warm": "warn", "hot": "hot", "active": "good", "dormant": "calm", "conflict": "bad"}
"""The tone of each status of a relationship."""

CSS = ":root, :host {{ {} }}\n".format(
    " ".join(
        f"--{name}: light-dark({tone.light}, {tone.dark}); --{name}-fill: {tone.light}; --{name}-mark: {tone.mark};"
        for name, tone in TONES.items()
    )
)
"""The tones as custom properties (--good, --good-fill, --good-mark), for the head of each style sheet with tones."""

BADGES = "".join(
    f".orb-{name} {{ --tone: var(--{tone}); --mark: var(--{tone}-mark); }}\n" for name, tone in STATUSES.items()
)
"""A class for each status, for badges in its tone."""

ON_CANVAS = {name: (tone.light, tone.dark) for name, tone in TONES.items()}
"""For what is drawn on a canvas, where no custom property reaches: the colours on a light and on a dark page."""
