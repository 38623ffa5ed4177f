"""The numbers of a statement that its quotes do not say of the same thing."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from lib.context.evidence.quantities.parts import is_of_another_role, roles
from lib.context.text.languages import LANGUAGES, content_stems, language_words, languages, small
from lib.context.text.values.clock import times
from lib.context.text.values.counted_things import COUNTED_THING, counted_thing, is_of_another
from lib.context.text.values.dates import days
from lib.context.text.values.quantities import Number, numbers
from lib.context.text.values.rates import rate_spans
from lib.context.text.values.units import unit_words

NEAR = 40
"""Characters before a number that are looked at for what denies it."""


def missing_numbers(text: str, said: str) -> list[str]:
    """The numbers of `text`, as written, that `said` has not, or only of another thing, or of a whole of its parts."""
    spans = rate_spans(text)  # "a week" of "900 euros a week" is compared with what the amount is for
    wanted = [item for item in _numbers(text) if not any(start <= item.start < end for start, end in spans)]
    if not wanted:
        return []
    all_said = _numbers(said)
    found = [number for number in all_said if not is_denied(number, said)] or list(all_said)
    things, parts = _counted_things(found, said), _parts_of_moments(said)
    missing = []
    for number in wanted:
        if is_denied(number, text):
            if not any(number.agrees(other) for other in all_said):
                missing.append(number.written)
        elif not _is_said(number, text, found, said=said, things=things, parts=parts):
            missing.append(number.written)
    return missing


def _numbers(text: str) -> list[Number]:
    """The numbers of `text`; what is left out of a whole is no bound ("bis auf zwei")."""
    left_out = {start for start, role in roles(text).items() if role == "left out"}
    return [replace(number, bound="") if number.start in left_out else number for number in numbers(text)]


def _is_said(
    number: Number,
    text: str,
    found: Sequence[Number],
    *,
    said: str,
    things: dict[frozenset[str], list[Number]],
    parts: set[float],
) -> bool:
    thing = _thing(number, text)
    if thing and not any(number.agrees(other) for other in things.get(thing, (number,))):
        return False
    is_counted = bool(thing) or number.is_amount
    agreeing = [other for other in found if number.agrees(other) and not (is_counted and _only_names(other, text))]
    if any(
        not is_of_another(number, text, other, said) and not is_of_another_role(number, text, other, said)
        for other in agreeing
    ):
        return True
    is_hour = number.unit is not None and number.unit.name == "hour"  # "20 h" is both
    if not number.bound and number.values & parts and (is_hour or counted_thing(number, text) is None):
        return True
    # "one of them", and "a month" where they say "monthly"
    return number.is_article and (number.unit is None or _names_unit(said, number.unit.name))


def _parts_of_moments(said: str) -> set[float]:
    """The days, months, years and hours of the dates and times of `said`."""
    dates = {float(part) for day in days(said) for part in (day.year, day.month, day.day) if part is not None}
    minutes = [minute for item in times(said) for minute in item.minutes]
    return dates | {float(minute // 60 % step or step) for minute in minutes for step in (12, 24)}


def _only_names(number: Number, text: str) -> bool:
    """Whether a number only names something that `text` does not speak of ("flight 4500")."""
    return bool(number.label) and number.label not in small(text)


def is_denied(number: Number, text: str) -> bool:
    """Whether `text` denies the number right before it ("20 guests, not 30")."""
    if roles(text).get(number.start) == "left out":
        return False  # compared by that
    before = small(text[max(0, number.start - NEAR) : number.start])
    return any(language_words()[code].before_figure.search(before) for code in languages(text) or LANGUAGES)


def _thing(number: Number, text: str) -> frozenset[str]:
    """The stems of the word right behind a number without a unit: what it counts; empty where none follows."""
    following = None if number.unit or number.is_amount else COUNTED_THING.match(text, number.end)
    if following is None:
        return frozenset()
    return frozenset(stem for code in languages(text) or LANGUAGES for stem in content_stems(following[1], code))


def _counted_things(found: Sequence[Number], said: str) -> dict[frozenset[str], list[Number]]:
    """The numbers of `said` by what they count; a part of a whole counts what that does ("3 of 10 guests")."""
    things: dict[frozenset[str], list[Number]] = {}
    for number, following in itertools.zip_longest(found, found[1:]):
        thing = _thing(number, said)
        if following and roles(said).get(number.start) == "part":
            things.setdefault(_thing(following, said), []).append(number)
        if thing:
            things.setdefault(thing, []).append(number)
    return things


def _names_unit(said: str, name: str) -> bool:
    units = unit_words().units
    return any(units[word].name == name for word in re.findall(r"[^\W\d_]+", small(said)) if word in units)
