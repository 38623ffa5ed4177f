"""Whether two texts are about one thing: the share of common words, saying it again, one subject."""

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Literal

from lib.context.evidence.grounding import figures, unsupported
from lib.context.evidence.plans.planned import is_only_planned
from lib.context.evidence.polarity import polarity, same_polarity, says_it_is_over
from lib.context.evidence.quantities.missing_numbers import is_denied
from lib.context.evidence.stated.standpoint import is_conditional, is_of_others
from lib.context.evidence.subjects import subject_stems, without_subject
from lib.context.text.languages import bounded, content_stems, is_light, languages, shared_languages
from lib.context.text.links import LINK, MAIL
from lib.context.text.proper_names import NAME_WORD, key, names, places
from lib.context.text.sentences import sentences
from lib.context.text.topics import families
from lib.context.text.values.clock import times
from lib.context.text.values.dates import days, without_dates
from lib.context.text.values.identifiers import names_another
from lib.context.text.values.month_names import month, weekday
from lib.context.text.values.number_words import number_words
from lib.context.text.values.quantities import numbers
from lib.context.text.values.rates import without_compounds
from lib.context.text.values.relative_days import with_days, without_day_phrases
from lib.context.text.values.slot_values import without_label
from lib.context.text.values.spans.periods import periods
from lib.context.text.values.swapped_words import swapped_words

ENOUGH = 0.20
"""A share of common content words of 0.20 kept 95.3 % of 2,541 true pairs of statement and turn and refused 95.2 % of
unrelated ones, measured where both were English; 0.15 kept 96.4 and refused 93.0, 0.25 kept 93.1 and refused 97.4."""
_ANY_YEAR = 2000
LARGE = 100
"""From here on a bare number tells what a sentence is about."""
OTHER_MATTER = 2
"""So many words beside a name that both share tell of something else."""
_ADDRESS = re.compile(f"{MAIL}|{LINK}")
Said = Literal["yes", "weak", "no"]


def overlap(text: str, words: str) -> float | None:
    """The share, 0 to 1, of the content words of `text` that stand in `words`, both as stems.

    None where the two are in different languages (told by their stop words), or `text` has no content word: then
    nothing can be said, and a caller treats the pair as weak. The label of "Area: Rome" is not counted.
    """
    text = without_label(text)
    ours, theirs = languages(text), languages(words)
    if ours and theirs and not set(ours) & set(theirs):
        return None
    shares = []
    for code in shared_languages(text, words):
        wanted = _compared(text, code)
        if wanted:
            shares.append(len(wanted & _compared(words, code)) / len(wanted))
    if not ours and theirs and "en" not in theirs and not any(shares):
        return None  # a statement of a word or two may be English
    return max(shares, default=None)


@lru_cache(8192)
def _compared(text: str, code: str) -> frozenset[str]:
    """What `overlap` counts: stems, figures, times and dates, and places in one form."""
    return content_stems(text, code) | stated_values(text) | places(text)


def says(text: str, quotes: Sequence[str], *, sent: Sequence[datetime] = (), known: Iterable[str] = ()) -> Said:
    """Whether quotes say `text` again: its figures and no others of their kind, its polarity, and enough of its words.

    A quote that says it only of other people or of what might be says nothing. "weak" where another language leaves
    only equal figures or names to compare. `sent` are the moments of the quotes, for "tomorrow" and dates without a
    year; without them a date goes by its day and month. `known` are names and texts that need no support.
    """
    text = bounded(text)
    dated = [
        (quote, moment)
        for quote, moment in _dated(text, [bounded(quote) for quote in quotes], sent)
        if not is_conditional(text, quote) and not is_of_others(text, quote)
    ]
    said = "\n".join(quote for quote, _ in dated)
    if not dated or unsupported(text, dated, known=known) or not figures_equal(text, said):
        return "no"
    if is_only_planned(text, [quote for quote, _ in dated]):
        return "no"
    text, dated = without_compounds(text), [(without_compounds(quote), moment) for quote, moment in dated]
    told = [with_days(quote, moment.date()) for quote, moment in dated]
    said, text = "\n".join(told), with_days(text, dated[-1][1].date())
    shares = [overlap(text, said), *(overlap(text, quote) for quote in told if len(told) > 1)]
    share = shares[0] if shares[0] is not None else max((found for found in shares if found is not None), default=None)
    if share is None:
        has_ground = bool(figures(text)) or any(True for _ in names(text))
        return "weak" if has_ground and polarity(text) == polarity(said) else "no"
    return "yes" if share >= ENOUGH and _speaks_of_predicate(text, said) else "no"


def _dated(text: str, quotes: Sequence[str], sent: Sequence[datetime]) -> list[tuple[str, datetime]]:
    """The quotes with their moments, or with the year that `text` names."""
    year = next((day.year for day in days(text) if day.year), _ANY_YEAR)
    return list(zip(quotes, sent or [datetime(year, 1, 1, tzinfo=UTC)] * len(quotes), strict=True))


def denies(text: str, quote: str, *, of_a_role: bool = False) -> bool:
    """Whether `quote` speaks of what `text` states, by enough of its words, and says the other way round.

    With another figure or name in it ("no parking for two cars" against three) it speaks of something else. What
    `text` shows of a role is over with any of them: "looking for a house in Tavira" with "no longer looking for a house
    in Portugal".
    """
    share = overlap(text, quote)
    if share is None or share < ENOUGH or not speaks_of(text, quote) or same_polarity(text, [quote]):
        return False
    if is_conditional(text, quote) or is_of_others(text, quote) or names_another(text, quote):
        return False
    if of_a_role and says_it_is_over(quote):
        return True
    if not figures_equal(text, quote) or not _speaks_of_predicate(text, quote) or _shares_only_a_name(text, quote):
        return False
    if swapped_words(text, quote):  # "no small tent" is of no big one
        return False
    ours, theirs = stated_names(text), stated_names(quote)
    return not ours or not theirs or bool(ours & theirs)


def _shares_only_a_name(text: str, quote: str) -> bool:
    """Whether `quote` tells of somebody or something that `text` names, and of that something else."""
    if not stated_names(text) & stated_names(quote) or families(text) & families(quote):
        return False
    codes = shared_languages(text, quote)
    if stated_values(text) & stated_values(quote) or any(
        predicate_stems(text, code) & content_stems(quote, code) for code in codes
    ):
        return False
    return any(len(predicate_stems(quote, code)) >= OTHER_MATTER for code in codes)


def speaks_of(text: str, said: str) -> bool:
    """Whether `said` has a word, a name, a day or a quantity, or a word of one family, of what `text` speaks of.

    The verbs that statements are opened with ("wants") and small counts are in too many sentences to tell.
    """
    for code in shared_languages(text, said):
        about = predicate_stems(text, code)
        if not about or about & content_stems(said, code):
            return True
    return bool(families(text) & families(said) or _marks(text) & _marks(said))


def _speaks_of_predicate(text: str, said: str) -> bool:
    """Whether `said` speaks of what `text` says of its subject, not only of the subject ("The children like pizza")."""
    if not speaks_of(text, said):
        return False
    for code in shared_languages(text, said):
        subject, words = subject_stems(text, code), predicate_stems(text, code)
        if not subject:
            return True
        if words - subject:
            shown = families(without_subject(text, code)) & families(said)
            found = bool((words - subject) & content_stems(said, code) or shown)
        else:
            found = not value_kinds(text) or bool(_marks(text) & _marks(said))
        if found:
            return True
    return False


@lru_cache(4096)
def _marks(text: str) -> frozenset[str]:
    """The names, hours, days and quantities of `text`; small bare counts are in too many sentences."""
    counts = {f"{max(item.values):g}" for item in numbers(text) if not item.unit and max(item.values) < LARGE}
    return stated_names(text) | (stated_values(text) - counts) | _weekdays(text)


def _weekdays(text: str) -> frozenset[str]:
    """The days of the week that `text` names, or that its dates in full are."""
    found = {weekday(word) for word in NAME_WORD.findall(text)} - {None}
    for day in days(text):
        if day.year and day.day:
            with suppress(ValueError):  # "30 February"
                found.add(date(day.year, day.month, day.day).weekday())
    return frozenset(f"weekday {number}" for number in found)


def predicate_stems(text: str, code: str) -> frozenset[str]:
    """The stems of `text` without names, figures and, where others are left, verbs of opening."""
    counts = number_words()["ambiguous"] if code != "en" else ()  # "due gatti" of a text of two words
    return frozenset(stem for stem in label_stems(text, code) if stem not in counts and not is_light(stem, code))


@lru_cache(4096)
def label_stems(text: str, code: str) -> frozenset[str]:
    """The stems of `text` without those of its names, units and months."""
    return content_stems(_label_words(text), code)


@lru_cache(4096)
def _label_words(text: str) -> str:
    left = _ADDRESS.sub(" ", without_day_phrases(without_dates(text)))
    for item in reversed(numbers(left)):
        left = left[: item.start] + " " + left[item.end :]
    for name in names(left):
        left = left.replace(name, " ")
    return NAME_WORD.sub(lambda word: " " if month(word[0]) or weekday(word[0]) else word[0], left)


@lru_cache(4096)
def stated_names(text: str) -> frozenset[str]:
    """The proper names of `text` in the form that names are compared in."""
    return frozenset(key(name) for name in names(text))


@lru_cache(4096)
def stated_values(text: str) -> frozenset[str]:
    """The figures, times and dates of `text` in one form, to be counted beside its words."""
    found = {f"{max(item.values):g}" for item in numbers(text) if not item.is_article}
    found |= {f"{minute // 60}:{minute % 60}" for item in times(text) if not item.is_bare for minute in item.minutes}
    return frozenset(found | {f"{day.month}-{day.day}" for day in days(text)})


def figures_equal(text: str, said: str) -> bool:
    """Whether the sentence with the most common words has no figure of a kind of `text` that `text` has not.

    A figure that the sentence denies ("80 instead of 30") is none of it.
    """
    ours = [item for item in numbers(text) if not item.is_article]
    if not ours:
        return True
    parts = sentences(said) or (said,)
    best = max(parts, key=lambda part: overlap(text, part) or 0.0)
    for other in numbers(best):
        of_our_kind = [item for item in ours if (item.unit and item.unit.base) == (other.unit and other.unit.base)]
        is_said = not other.is_article and not is_denied(other, best)
        if of_our_kind and is_said and not any(item.readings & other.readings for item in of_our_kind):
            return False
    return True


def value_kinds(text: str) -> frozenset[str]:
    """The kinds of values that `text` gives: names, days, hours, counts, and each unit."""
    found = {item.unit.base if item.unit else "count" for item in numbers(text) if not item.is_article}
    found |= {"name"} if stated_names(text) else set()
    found |= (
        {"date"}
        if days(text) or periods(text) or any(month(word) or weekday(word) for word in NAME_WORD.findall(text))
        else set()
    )
    return frozenset(found | ({"time"} if any(not item.is_bare for item in times(text)) else set()))
