"""Which fact on file a sentence that tells of a change puts an end to."""

from collections.abc import Iterable, Sequence

from lib.context.evidence.relatedness import same_subject
from lib.context.readers.speech.grammar import grammars_of, is_any, topics
from lib.context.text.languages import content_stems, is_light, languages, small

ENOUGH = 2
"""Subjects and words that a change and the fact that it ends have in common at least."""
_SHARED = frozenset(("date", "family", "search"))
"""Subjects that too many facts have, to tell them apart."""


def replaced(words: str, facts: Iterable[tuple[str, str]]) -> str:
    """The alias of the one of `facts` (alias and text, oldest first) that `words` replace, or "" where none is meant."""
    chosen = grammars_of(words, words)
    said = small(words)
    if not is_any(chosen, "replaces", said):
        return ""
    about, stems = topics(chosen, said) - _SHARED, _stems(words)
    best, alias = 0, ""
    for name, text in facts:
        common = len(about & topics(grammars_of(text, text), small(text)))
        shared = len(stems & _stems(text))
        if common + shared >= max(ENOUGH, best) and (common or shared >= ENOUGH) and same_subject(text, words, [words]):
            best, alias = common + shared, name
    return alias


def _stems(text: str) -> frozenset[str]:
    codes: Sequence[str] = languages(text)
    return frozenset(
        item for code in codes for item in content_stems(text, code) if len(item) > 2 and not is_light(item, code)
    )
