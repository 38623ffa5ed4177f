"""A value in small letters behind a label ("Area: berkeley"): it must be said, by its words or by its family."""

import re

from lib.context.text.languages import content_stems, languages, shared_languages
from lib.context.text.proper_names import missing_names
from lib.context.text.topics import families
from lib.context.text.values.clock import without_times
from lib.context.text.values.dates import without_dates
from lib.context.text.values.month_names import month, weekday
from lib.context.text.values.quantities import numbers
from lib.context.text.values.relative_days import day_phrases

_SLOT = re.compile(r"^\s*[^\W\d_][^:\n]{0,40}:\s+(?P<value>[^:\n]+?)\s*$")
_PLAIN = frozenset(
    ("yes", "no", "true", "false", "none", "unknown", "ja", "nein", "oui", "non", "sí", "si", "sim", "não")
)
_LABEL = re.compile(r"^\s*[^\W\d_][^:\n]{0,40}:\s+(?=\S)")
LONGEST = 3
"""Words of a value without its figures; a longer one is a sentence, which says its own."""


def without_label(text: str) -> str:
    """`text` without the label of "Area: Rome"."""
    return _LABEL.sub("", text)


def missing_value(text: str, said: str) -> tuple[str, ...]:
    """The words of a short value behind a label that `said` has not, in a language that both share."""
    match = _SLOT.match(text)
    if not match:
        return ()
    value = match["value"].rstrip(".")
    words = _without_quantities(value).split()
    if not words or len(words) > LONGEST or value.lower() in _PLAIN:
        return ()
    ours, theirs = languages(text), languages(said)
    if ours and theirs and not set(ours) & set(theirs):
        return ()
    code = (theirs or shared_languages(text, said))[0]
    there = content_stems(said, code)
    about = families(said)
    missing = [word for word in words if not content_stems(word, code) <= there and not families(word) & about]
    return tuple(missing_names(missing, said, ()))


def _without_quantities(value: str) -> str:
    """`value` without its figures, units, hours and days, which are compared by what they mean."""
    if not any(map(str.isdigit, value)):
        return value
    value = without_times(without_dates(value))
    spans = [(item.start, item.end) for item in numbers(value)] + [(start, end) for start, end, _ in day_phrases(value)]
    for start, end in sorted(spans, reverse=True):
        value = value[:start] + " " + value[end:]
    return " ".join(word for word in value.split() if word.isalpha() and weekday(word) is None and month(word) is None)
