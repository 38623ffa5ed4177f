"""The colour of every concern, dark enough for white letters and told apart in both themes."""

from collections.abc import Iterable

KNOWN = {"CRM": 0, "Finance": 1, "Real estate": 2, "SWL": 3, "Open People": 5, "Orb": 8, "System": 10, "Other": 11}
"""The concerns of the business keep their colours whatever else the database holds."""
COLOURS = (
    "#4a5bd0",
    "#0c8277",
    "#b8560f",
    "#c2335f",
    "#1f74b5",
    "#8548c2",
    "#3c7f2f",
    "#a53b93",
    "#0f7b96",
    "#8a6414",
    "#566376",
    "#6f6f78",
)
GREY = COLOURS[-1]


def colours(concerns: Iterable[str]) -> dict[str, str]:
    """A colour for each concern; those unknown take turns in alphabetical order."""
    names = sorted(set(concerns))
    taken = {KNOWN[name] for name in names if name in KNOWN}
    free = [number for number in range(len(COLOURS) - 2) if number not in taken] or list(range(len(COLOURS) - 2))
    others = [name for name in names if name not in KNOWN and name]
    found = {name: COLOURS[KNOWN[name]] for name in names if name in KNOWN}
    return found | {name: COLOURS[free[i % len(free)]] for i, name in enumerate(others)} | {"": GREY}
