"""A value in small letters behind a label ("Area: berkeley"): it must be said, by its words or by its family."""

import re

from lib.context.text.languages import content_stems, languages, shared_languages
from lib.context.text.proper_names import missing_names
from lib.context.text.topics import families

_SLOT = re.compile(r"^\s*[^\W\d_][^:\n]{0,40}:\s+(?P<value>[^:\n]+?)\s*$")
_PLAIN = frozenset(
    ("yes", "no", "true", "false", "none", "unknown", "ja", "nein", "oui", "non", "sí", "si", "sim", "não")
)
LONGEST = 3
"""Words of a value; a longer one is a sentence, which says its own."""


def missing_value(text: str, said: str) -> tuple[str, ...]:
    """The words of a short value behind a label that `said` has not, in a language that both share."""
    match = _SLOT.match(text)
    if not match or any(sign.isdigit() for sign in match["value"]):
        return ()
    value = match["value"].rstrip(".")
    words = value.split()
    if len(words) > LONGEST or value.lower() in _PLAIN or families(value) & families(said):
        return ()
    ours, theirs = languages(text), languages(said)
    if ours and theirs and not set(ours) & set(theirs):
        return ()
    code = (theirs or shared_languages(text, said))[0]
    there = content_stems(said, code)
    missing = [word for word in words if not content_stems(word, code) <= there]
    return tuple(missing_names(missing, said, ()))
