"""Which facts on file a sentence that tells of a change puts an end to."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from lib.context.evidence.changes import is_changed_value, may_end, tells_change
from lib.context.evidence.ended_states import leaves, settles
from lib.context.evidence.relatedness import stated_names
from lib.context.readers.speech.grammar import Grammar, grammars_of, is_any, is_of_author, topics
from lib.context.text.languages import content_stems, is_light, languages, small
from lib.context.text.values.quantities import numbers

ENOUGH = 2
"""Subjects and words that a change and the fact that it ends have in common at least."""
MOST = 3
"""Facts that one sentence ends."""
_SHARED = frozenset(("date", "family", "search", "travel", "restricted"))
"""Subjects that too many facts have, to tell them apart."""
_SINGLE = frozenset(
    (
        "phone",
        "address",
        "email",
        "channel",
        "language",
        "limit",
        "count",
        "event",
        "eating",
        "expecting",
        "smoking",
        "absence",
        "job",
        "terms",
        "seeking",
        "bedrooms",
    )
)
"""Subjects of which a client has one value: they count twice."""
_FIGURES = frozenset(("limit", "count", "bedrooms"))
"""Those of them where another figure is a change, in whatever words."""
_NUMBERED = frozenset(("phone", "address", "event"))
"""Those that have a number, or a date, of their own."""
_PERSONAL = frozenset(("phone", "email", "diet", "eating", "job", "work", "smoking", "absence", "language", "hours"))
"""What each of a client's people has their own of."""
_SOUGHT = "seeking"
"""That somebody looks for a home: the same only where both name a place."""
_DAYS = frozenset(f"day_{number}" for number in range(1, 8))
_OF = "of_"
"""What the names of those topics begin with that tell whom something is said of."""
_MARK = re.compile(r"\s*[,;:()]\s*|(?<!\d)\.\s+|\s+[–—-]\s+")


@dataclass(frozen=True)
class _Read:
    """What words are about."""

    about: frozenset[str]
    people: frozenset[str]
    """Whom of the client's people they tell of."""
    stems: frozenset[str]
    """Without those of dates and of the words that tell of a change."""
    has_figure: bool
    has_digits: bool
    has_name: bool
    is_trouble: bool
    is_change: bool
    is_over: bool
    is_of_relatives: bool
    is_of_author: bool


def replaced(words: str, facts: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """The aliases of those of `facts` (alias and text, oldest first) that `words` replace: of each part at most one."""
    chosen = grammars_of(words, words)
    if is_any(chosen, "still", small(words)):
        return ()
    aliases = dict.fromkeys(filter(None, (_replaced_by(part, words, facts) for part in _parts(words, chosen))))
    return tuple(aliases)[:MOST] or tuple(filter(None, (_replaced_by(words, words, facts),)))


def _parts(words: str, chosen: Iterable[Grammar]) -> Iterator[str]:
    """The parts of a sentence, each of which may tell of a change of its own."""
    for part in _MARK.split(words):
        start = 0
        for match in sorted((match for item in chosen for match in item.joins.finditer(small(part))), key=_start):
            if match.start() > start:
                yield part[start : match.start()]
                start = match.end()
        yield part[start:]


def _start(match: re.Match[str]) -> int:
    return match.start()


def _replaced_by(part: str, words: str, facts: Iterable[tuple[str, str]]) -> str:
    """The alias of the fact that a part of the sentence `words` replaces best, the newest of equals; "" for none."""
    now, whole, best, alias = _read(part, words), _read(words, words), 0, ""
    is_change = now.is_change or whole.is_change
    if not (is_change or now.is_over or tells_change(words) or (now.about & _FIGURES and now.has_figure)):
        return ""
    tells, of_same_kind = tells_change(part), []
    for name, text in facts:
        before = _read(text, text)
        if not _is_comparable(now, before):
            continue
        score = _likeness(now, before, is_numbered=whole.has_digits and before.has_digits)
        if now.is_over and settles(text, words):
            score += ENOUGH
        elif now.stems & before.stems and leaves(text, words):
            score += 1 if score >= ENOUGH else ENOUGH
        elif tells and _may_be_of_one_kind(now, before) and is_changed_value(text, words, part):
            of_same_kind.append(name)
            score += 1
        if score >= max(ENOUGH, best) and may_end(text, words, [words]):
            best, alias = score, name
    return alias or (of_same_kind[0] if len(of_same_kind) == 1 else "")


def _may_be_of_one_kind(now: _Read, before: _Read) -> bool:
    """Whether both have what may be a value of one thing, and the words name no other event."""
    if {"event", "meeting"} & (now.about - before.about):
        return False
    has_value = (now.has_figure and before.has_figure) or (now.has_name and before.has_name)
    return has_value or bool(now.about & before.about)


def _likeness(now: _Read, before: _Read, *, is_numbered: bool) -> int:
    """How much words have in common with a fact that they may replace; 0 where they do not replace it.

    Where a figure stands in both (`is_numbered`) it may be another number, or date, of the same thing.
    """
    common, shared = now.about & before.about, len(now.stems & before.stems)
    common -= set() if now.has_name and before.has_name else {_SOUGHT}
    common -= _DAYS if now.has_figure else set()
    common -= {"event"} if "meeting" in now.about - before.about else set()
    figures = common & _FIGURES
    if now.has_figure and before.has_figure and now.about & _FIGURES and before.about & _FIGURES and not figures:
        return 0
    if now.is_over and before.is_trouble:
        return ENOUGH + len(common) + shared
    is_other_figure = bool(figures) and now.has_figure and before.has_figure
    is_most = 2 * shared >= len(before.stems) > 0
    if not (now.is_change and (common or shared >= ENOUGH or is_most)) and not is_other_figure:
        return 0
    return (
        int(is_most)
        + len(common)
        + len(common & _SINGLE)
        + (ENOUGH if is_numbered and common & _NUMBERED else 0)
        + shared
    )


def _is_comparable(now: _Read, before: _Read) -> bool:
    """Whether both tell of the client, or of the same of their people."""
    is_personal = bool(now.about & _PERSONAL)
    return now.is_of_relatives == before.is_of_relatives and (not is_personal or _is_of_same_people(now, before))


def _is_of_same_people(now: _Read, before: _Read) -> bool:
    """Whether neither tells of somebody, of the client's people, of whom the other does not."""
    if now.people:
        return now.people <= before.people
    return not before.people or before.is_of_author


@lru_cache(8192)
def _read(text: str, around: str) -> _Read:
    chosen, said = grammars_of(text, around), small(text)
    left = said
    for item in chosen:
        left = item.change.sub(" ", item.replaces.sub(" ", left))
        left = item.topics["date"].sub(" ", item.empty.sub(" ", left))
    codes, about = languages(text) or languages(around), topics(chosen, said)
    stems = {item for code in codes for item in content_stems(left, code) if len(item) > 2 and not is_light(item, code)}
    return _Read(
        frozenset(name for name in about - _SHARED if not name.startswith(_OF)),
        frozenset(name for name in about if name.startswith(_OF)),
        frozenset(stems),
        has_figure=any(not item.is_article for item in numbers(text)),
        has_digits=any(map(str.isdigit, text)),
        has_name=bool(stated_names(text)),
        is_trouble=is_any(chosen, "trouble", said),
        is_change=is_any(chosen, "replaces", said),
        is_over=is_any(chosen, "resolved", said),
        is_of_relatives=is_any(chosen, "relatives", said) and not is_of_author(said, chosen),
        is_of_author=is_of_author(said, chosen),
    )
