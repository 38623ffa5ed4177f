"""The colours of concerns as the site's rules have them now."""

from collections.abc import Iterable

from lib.schema.concerns.colours import GREY, concern_colours
from lib.schema.concerns.rules import read_rules

__all__ = ["GREY", "colours"]


def colours(concerns: Iterable[str]) -> dict[str, str]:
    """A colour "#rrggbb" for each concern and for ""; raises `InvalidRules` where the file of rules is wrong."""
    return concern_colours(concerns, read_rules().colours)
