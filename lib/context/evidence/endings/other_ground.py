"""Whether a quote is about something else than what a statement tells: other people, what might be, or a look at it."""

import re
from collections.abc import Sequence
from itertools import pairwise

from lib.context.evidence.change_words import has
from lib.context.evidence.endings.put_down import is_put_down
from lib.context.evidence.endings.qualified import is_only_beside
from lib.context.evidence.polarity import clauses, polarity
from lib.context.evidence.same_subject import ALLERGY
from lib.context.evidence.stated.standpoint import is_conditional, is_of_others, speaks_only_of_others
from lib.context.evidence.subjects import is_of_spending, subject_stems
from lib.context.text.languages import (
    LANGUAGES,
    content_stems,
    language_words,
    languages,
    shared_languages,
    small,
    stem,
    telling_stems,
)
from lib.context.text.proper_names import NAME_WORD, names
from lib.context.text.topics import told_families
from lib.context.text.values.month_names import weekday
from lib.context.text.values.quantities import numbers
from lib.context.text.values.relative_days import day_steps

_TITLE = re.compile(
    r"(?:mr|mrs|ms|dr|frau|herrn?|monsieur|madame|m\.|mme|señora?|sr|sra|don|doña|signora?|sig|sig\.ra|senhora?|o|a|la|il)\.?"
)
"""What stands before the name that a sentence opens with."""
_EATEN = re.compile(
    r"toll?[eé]r|verträg|vertrag"
    r"|(?<!\w)(?:eat|reag|react|réag|reacc|outgr|test|pr(?:ue|o)b|ess?e|iss|gegess|mang|manj|com[aeioáéí]|support"
    r"|diagnos|(?:all|no) (?:clear|reaction)|sient|passat|faz mal|fine|ok|okay|problem|allow|erlaub|darf|dürf"
    r"|can (?:have|drink)|drink|trink|b[ou]iv|buv|beb|bev|geht|gehen|p(?:osso|uedo|eux|uis|uò|ode)|d'accord|bien"
    r"|va bene|tudo bem|cur(?:ad|at))",
    re.I,
)
"""Words by which it is said that something is eaten after all, or borne."""
_BORNE = re.compile(rf"{ALLERGY.pattern}|{_EATEN.pattern}", re.I)
"""The same, and words by which it is said that an allergy is over."""
_AT_START = 3
"""Words among which the subject of a sentence stands."""


def is_other_ground(old: str, quote: str) -> bool:
    """Whether `quote` says nothing by which `old` could end, whatever words they have in common."""
    if is_conditional(old, quote) or is_of_others(old, quote) or speaks_only_of_others(old, quote):
        return True
    if _is_of_another_person(old, quote) or is_only_beside(old, quote):
        return True
    if _is_of_an_allergy(old, quote) and not _BORNE.search(small(quote)):
        return True
    if _is_seen(old, quote) or _is_one_time(old, quote):
        return True
    return _is_of_another_payer(old, quote) or is_put_down(old, quote)


def is_beside(old: str, new: str, quotes: Sequence[str]) -> bool:
    """Whether `new` holds beside `old`: an amount of another subject, or one more thing that somebody cannot have.

    "Electricity is 90 euros" ends no "Rent is 900 euros", nor "Allergic to milk" an "Allergic to nuts".
    """
    if ALLERGY.search(small(old)) and ALLERGY.search(small(new)) and polarity(old) == polarity(new):
        said = " ".join((new, *quotes))
        return not _EATEN.search(small(said)) and not any(has(name, said) for name in ("changed", "left", "gone"))
    if is_of_spending(old) or not (_states_amount(old) and _states_amount(new)):
        return False
    told, codes = " ".join((new, *quotes)), shared_languages(old, new)
    subjects = [(subject_stems(old, code), subject_stems(new, code), code) for code in codes]
    return bool(subjects) and all(
        ours and theirs and not ours & content_stems(told, code) and not theirs & content_stems(old, code)
        for ours, theirs, code in subjects
    )


def _states_amount(text: str) -> bool:
    return any(item.unit is not None and item.unit.is_currency for item in numbers(text))


def _is_of_another_person(old: str, quote: str) -> bool:
    """Whether both speak of one of the client's people and these are two ("my son", "my niece")."""
    for code in shared_languages(old, quote):
        ours = _person(old, code)
        if ours and (theirs := [person for clause, _ in clauses(small(quote)) if (person := _person(clause, code))]):
            return all(not ours & person for person in theirs)
    return False


def _person(text: str, code: str) -> frozenset[str]:
    """The stem of the one person of the client's that `text` opens with."""
    found = language_words()[code].people.search(small(text))
    if found is None or len(small(text)[: found.start()].split()) > _AT_START - 1:
        return frozenset()
    before = small(text)[: found.start()].split()
    if not before or not language_words()[code].first.search(" ".join(before)):
        return frozenset()
    return frozenset((stem(found[0], code),))


def _is_seen(old: str, quote: str) -> bool:
    """Whether `old` tells what is wanted and `quote` only of what was seen, visited, liked or asked about."""
    if not any(has(name, old) for name in ("meant", "sought", "prefers")) or not has("seen", quote):
        return False
    return not any(has(name, quote) for name in ("meant", "sought", "prefers", "left", "found", "gone"))


def _is_one_time(old: str, quote: str) -> bool:
    """Whether `old` tells when something is done, and `quote` of a day that is past, without a word of change."""
    tables = [language_words()[code] for code in languages(quote) or LANGUAGES]
    words = small(quote).split()
    is_past = any(step < 0 for step in day_steps(quote)) or any(
        table.last.fullmatch(first) and weekday(second) is not None
        for table in tables
        for one, other in pairwise(word.strip(".,;:!?") for word in words)
        for first, second in ((one, other), (other, one))
    )
    tells_when = has("when", old) or any(weekday(word) is not None for word in NAME_WORD.findall(old))
    return is_past and tells_when and not any(has(name, quote) for name in ("shifted", "left", "gone"))


def _is_of_an_allergy(old: str, quote: str) -> bool:
    """Whether the clauses of `old` with words of `quote` tell of an allergy."""
    shared = [
        clause
        for code in shared_languages(old, quote)
        for clause, _ in clauses(small(old))
        if telling_stems(clause, code) & telling_stems(quote, code)
    ]
    return bool(shared) and all(ALLERGY.search(clause) for clause in shared)


def _is_of_another_payer(old: str, quote: str) -> bool:
    """Whether `old` tells how the client pays, and `quote` how somebody else does or wants to be paid."""
    is_amount = any(item.unit and item.unit.is_currency for item in numbers(old))
    if is_amount or not told_families(old) & {"payment", "terms", "budget"}:
        return False
    for code in shared_languages(old, quote):
        found = language_words()[code].people.search(small(quote))
        if found and not language_words()[code].people.search(small(old)):
            return len(small(quote)[: found.start()].split()) < _AT_START
    return False


def is_of_somebody_named(old: str, quote: str) -> bool:
    """Whether `quote` opens with somebody's name and says nothing of the client, of whom `old` speaks.

    "Ms Ahrens is the chair" ends no "I am the treasurer"; "Sarah has taken over the accounts" may.
    """
    if any(has(name, quote) for name in ("handed", "changed", "shifted", "left", "gone", "settled")):
        return False
    code = next(iter(shared_languages(old, quote)), "en")
    if (
        language_words()[code].first.search(small(quote))
        or subject_stems(old, code)
        or any(True for _ in names(old[:1]))
    ):
        return False
    opening = NAME_WORD.findall(quote)[:_AT_START]
    if opening and _TITLE.fullmatch(small(opening[0])):
        opening = opening[1:]
    named = set(names(quote))
    is_named = bool(opening) and (opening[0] in named or _is_titled(quote))
    return is_named and not telling_stems(opening[0], code) & telling_stems(old, code)


def _is_titled(quote: str) -> bool:
    words = quote.split()[:2]
    is_title = len(words) > 1 and _TITLE.fullmatch(small(words[0])) is not None
    return is_title and len(small(words[0])) > 1 and words[1][:1].isupper() and small(words[0]) not in ("la", "il")
