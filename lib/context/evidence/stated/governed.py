"""Whether the words before a clause in its sentence deny, doubt or condition it ("It cannot be that …")."""

import re

from lib.context.evidence.clause_ends import BORDERS, CLAUSE_ENDS, MAIN_CLAUSE
from lib.context.evidence.polarity import is_negative
from lib.context.text.languages import LANGUAGES, excepted_in_any, language_words, languages

_THAT = re.compile(r"(?<!\w)(?:(?P<joined>and|or|und|oder|et|ou|y|o|e)\s+)?(?:that|dass|daß|que|che|qu')(?!\w)")
_JOINED = re.compile(r"(?<!\w)(?:and|und|et|y|e)\s*$")
_HAS_SUBJECT = re.compile(
    r"\W*(?:my|our|his|her|their|mein\w*|unser\w*|sein\w*|ihr\w*|mon|ma|mes|notre|nos|son|sa|ses|"
    r"mis?|nuestr[oa]s?|sus?|"
    r"(?:la |il |i |le )?(?:mi[oae]|miei|nostr[oaei]|su[oae])|"
    r"(?:o |a |os |as )?(?:meus?|minhas?|noss[oa]s?|seus?|suas?))\s"
    r"+\S+\s+\S+\s+\S+"
)
"""A clause whose subject is somebody's ("my mother eats …")."""
_OPINION = re.compile(
    r"(?<!\w)(?:think|thinks|believe\w*|say|says|said|mean|means|know|knows|claim\w*|suppose\w*|glaub\w+|denk\w+|sag\w+|"
    r"mein(?:e|en|t)|weiß|croi\w+|croy\w+|pens\w+|dis|dit|sais|cre[oe]\w*|piens\w+|dig\w+|dice|sé|sabe|cred\w+|dic[oe]|"
    r"so|sa|ach[oa]|acredit\w+|diz|sei)(?!\w)"
)
"""Verbs whose denial denies all that is said behind them."""


def is_governed(before: str, quote: str) -> bool:
    """Whether the words before a quote in its sentence deny, doubt or condition it.

    What is joined to a denial denies nothing by itself where it has a subject or a "that" of its own; a condition, a
    doubt and a denied opinion ("I do not think …") hold for all that is joined.
    """
    whole = _last_clause(before, BORDERS, followed_by=quote)
    doubted = [language_words()[code].doubted for code in languages(before + quote) or LANGUAGES]
    if any(words.search(whole) for words in doubted):
        return True
    excepting = [match.span() for match in excepted_in_any().finditer(before)]
    that = [
        match for match in _THAT.finditer(before) if not any(start <= match.start() < end for start, end in excepting)
    ]  # not the "que" of "plutôt que"
    if that and not before[that[-1].end() :].strip():
        starts = [0, *(match.end() for match in that)]
        said = [before[at : match.start()] for at, match in zip(starts, that, strict=False) if not match["joined"]]
        main = [_last_clause(item.rstrip(" ,"), BORDERS) for item in said]
        return any(_denies(part, quote) or any(words.search(part) for words in doubted) for part in main)
    if is_negative(whole) and _OPINION.search(whole):
        return True
    kept = _last_clause(before, CLAUSE_ENDS, followed_by=quote)
    if _JOINED.search(kept) and _HAS_SUBJECT.match(quote):
        return False
    return _denies(kept, quote)


def is_governed_behind_that(text: str, start: int, end: int) -> bool:
    """Whether a "that" leads in `text[start:end]`, with no other clause between, and what is before it denies it."""
    return any(
        is_governed(text[: that.end()], text[that.end() : end])
        for that in _THAT.finditer(text, 0, start)
        if not CLAUSE_ENDS.search(text[that.end() : start])
    )


def _denies(clause: str, quote: str) -> bool:
    """Whether the beginning of a clause denies or excepts the quote behind it: "instead of", not "cannot live without".

    An exception that opens the clause ends where the main clause begins ("Instead of a flat we want …").
    """
    starts = [match.start() for match in excepted_in_any().finditer(clause + quote) if match.start() < len(clause)]
    if not starts:
        return is_negative(clause)
    main = clause[: starts[-1]]
    if main.strip(" \"'*(-"):
        return not is_negative(main)
    found = MAIN_CLAUSE.search(clause + quote, starts[-1])
    return found is None or found.start() > len(clause) or is_negative(clause[found.start() :])


def _last_clause(before: str, borders: re.Pattern[str], *, followed_by: str = "") -> str:
    """The words before a quote in its own clause; none where a mark stands right before it."""
    opens = [match.end() for match in borders.finditer(before + followed_by) if match.start() < len(before)]
    if not opens:
        return before
    return before[opens[-1] :] if before[opens[-1] :].strip() else ""
