"""Whether two texts speak of the same people: by full names, by titles, and by what people are to somebody."""

import re
from collections.abc import Iterator

from lib.context.text.languages import LANGUAGES, language_words, languages, shared_languages, small, stem
from lib.context.text.proper_names import NAME_WORD, key, names

_MEN = re.compile(r"mr|mister|sir|herrn?|monsieur|m|señor|sr|don|signor|sig|senhor")
_WOMEN = re.compile(r"mrs|ms|miss|madam|frau|madame|mme|mademoiselle|señora|sra|doña|signora|senhora|dona")
_TITLED = re.compile(r"(?<!\w)(?:Frau|Herrn?)\s+(?=[^\W\d_a-zß-ÿ])")
"""A title that is a word for somebody's wife, too."""


def is_of_same_people(text: str, other: str) -> bool:
    """Whether nobody in `text` is somebody else in `other`: Peter Keller is not Anna Keller, a son no brother."""
    theirs = list(_people(other))
    if any(run & other_run and run - other_run and other_run - run for run in _people(text) for other_run in theirs):
        return False
    return _relations(text, other) == _relations(other, text)


def _people(text: str) -> Iterator[set[str]]:
    """The names that stand side by side, each with a title before it as "man" or "woman"."""
    told = set(names(text))
    run, end = set[str](), -2
    for match in NAME_WORD.finditer(text):
        title = _title(small(match[0]))
        if match[0] not in told and not title:
            continue
        if run and text[end : match.start()].strip(" .") != "":
            yield run
            run = set()
        run.add(title or key(match[0]))
        end = match.end()
    if run:
        yield run


def _title(word: str) -> str:
    return "man" if _MEN.fullmatch(word) else "woman" if _WOMEN.fullmatch(word) else ""


def _relations(text: str, other: str) -> frozenset[str]:
    """What people are to somebody in `text` ("brother"), as stems, in the languages that it shares with `other`."""
    lowered = small(_TITLED.sub(" ", text))
    codes = [code for code in shared_languages(text, other) if code in (languages(text) or LANGUAGES)]
    return frozenset(
        stem(match[0], code) for code in codes for match in language_words()[code].people.finditer(lowered)
    )
