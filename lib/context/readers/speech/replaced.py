"""Which fact on file a sentence that tells of a change puts an end to."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from lib.context.evidence.changes import may_end
from lib.context.readers.speech.grammar import grammars_of, is_any, topics
from lib.context.text.languages import content_stems, is_light, languages, small

ENOUGH = 2
"""Subjects and words that a change and the fact that it ends have in common at least."""
_SHARED = frozenset(("date", "family", "search"))
"""Subjects that too many facts have, to tell them apart."""
_SINGLE = frozenset(("phone", "address", "limit", "count"))
"""Subjects of which a client has one value: they count twice."""
_FIGURES = frozenset(("limit", "count"))
"""Those of them where another figure is a change, in whatever words."""


@dataclass(frozen=True)
class _Read:
    """What words are about."""

    about: frozenset[str]
    stems: frozenset[str]
    has_figure: bool
    is_trouble: bool


def replaced(words: str, facts: Iterable[tuple[str, str]]) -> str:
    """The alias of the one of `facts` (alias and text, oldest first) that `words` replace, or "" where none is."""
    chosen, said = grammars_of(words, words), small(words)
    is_change, is_over = is_any(chosen, "replaces", said), is_any(chosen, "resolved", said)
    now = _read(words)
    if not is_change and not is_over and not (now.about & _FIGURES and now.has_figure):
        return ""
    best, alias = 0, ""
    for name, text in facts:
        before = _read(text)
        common = now.about & before.about
        shared = len(now.stems & before.stems)
        score = len(common) + len(common & _SINGLE) + shared
        is_other_figure = bool(common & _FIGURES) and now.has_figure and before.has_figure
        is_settled = is_over and before.is_trouble
        if not (is_change and (common or shared >= ENOUGH)) and not is_other_figure and not is_settled:
            continue
        score += ENOUGH * is_settled
        if score >= max(ENOUGH, best) and may_end(text, words, [words]):
            best, alias = score, name
    return alias


@lru_cache(4096)
def _read(text: str) -> _Read:
    chosen, said, codes = grammars_of(text, text), small(text), languages(text)
    stems = {item for code in codes for item in content_stems(text, code) if len(item) > 2 and not is_light(item, code)}
    return _Read(
        topics(chosen, said) - _SHARED,
        frozenset(stems),
        has_figure=any(map(str.isdigit, text)),
        is_trouble=is_any(chosen, "trouble", said),
    )
