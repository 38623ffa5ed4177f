"""Whether a text denies what it names, and whether quotes do the same, clause by clause."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from lib.context.evidence.clause_ends import CLAUSE_ENDS, MAIN_CLAUSE, joined
from lib.context.text.languages import (
    LANGUAGES,
    content_stems,
    language_words,
    languages,
    shared_languages,
    small,
)

_LEAD = re.compile(r"^\s*(?:no|non|nein|não|nee)(?=\s*(?:,|\.|!|$))")
_NOT_DENIED = re.compile(
    r"(?<!\w)(?:not only|not just|no problem|no\.\s?\d+|no (?:more|less|fewer|later|earlier) than"
    r"|not (?:more|less|later) than|why not|whether or not"
    r"|(?:not|n't|never|by no means)(?: yet)? (?:stopped|quit|given up|cancelled)"
    r"|(?:nicht|nie) (?:aufgehört|aufgegeben|abgesagt)|n[’']\w+ (?:pas|jamais) (?:cessé|arrêté|renoncé)"
    r"|(?:no|nunca) \w+ (?:dejado|parado|renunciado)|(?:non|mai) \w+ (?:smesso|rinunciato)|não (?:deix\w+|par\w+) de"
    r"|nicht nur|nicht (?:mehr|weniger|später) als|pas de problème"
    r"|pas (?:plus|moins) de|non seulement|no (?:más|menos) de|no solo|no sólo"
    r"|non (?:più|meno) di|non solo|não só|não (?:mais|menos) de|sin duda)(?!\w)"
)
_NOT_ONLY = re.compile(
    r"(?<!\w)(?:(?:not|\w+n't)\s+(?:\w+\s+){0,2}(?:only|merely|solely)|nicht\s+(?:\w+\s+){0,2}(?:nur|bloß|lediglich)"
    r"|(?:ne|n')\s?\w+\s+(?:\w+\s+)?pas\s+(?:\w+\s+)?(?:seulement|uniquement|que)"
    r"|(?:no|non|não)\s+(?:\w+\s+){0,4}(?:soltanto|solamente|únicamente|unicamente|apenas|somente"
    r"|(?<!da )(?:solo|sólo|só)"
    r"(?=\s+(?:un[aoe]?|um|uma|el|l[aeo]s?|os?|as|il|i|gli|de|di|per|por|para|con|com|a)\s)))(?!\w)"
)
"""A denial of an "only", which denies nothing of what it names ("we do not need only a garage")."""
_PREFERENCE = re.compile(
    r"(?<!\w)(?:prefer\w*|lieber|bevorzug\w*|pr[ée]f[éèe]r\w*|prefier\w*|preferim\w*|prefir\w*)\s+(?P<more>[^.;!?\n]+?)\s+"
    r"(?:to|over|than|als|gegenüber|à|aux?|a|al|alle|ai|agli|ao|às|que|che)\s+(?P<less>[^.;!?\n]+)"
)


def polarity(text: str) -> bool:
    """Whether `text` says that something is not so, or is so no longer, in any of its clauses."""
    return any(denied for _, denied in clauses(small(text)))


def says_it_is_over(text: str) -> bool:
    """Whether `text` says that something was so and is so no longer ("no longer", "nicht mehr", "ne … plus")."""
    table = language_words()
    return any(table[code].ended.search(small(text)) for code in languages(text) or LANGUAGES)


def same_polarity(text: str, quotes: Iterable[str]) -> bool:
    """Whether a quote affirms what `text` affirms and denies what it denies, in the clause with the shared words.

    True as well where text and quotes have no content word in common: there is nothing to compare.
    """
    return not turned_words(text, tuple(quotes))


def turned_words(text: str, quotes: Sequence[str]) -> tuple[str, ...]:
    """The words of `text` that the quotes with most of them say the other way round, clause by clause; mostly none.

    A quote with fewer of a clause's words does not speak for it beside one that denies it whole.
    """
    turned: list[str] = []
    for clause, denied in clauses(small(text)):
        verdicts = [_agreement(clause, denied, quote) for quote in quotes]
        most = max((common for common, _ in verdicts), default=0)
        if most and not any(agrees for common, agrees in verdicts if common == most):
            turned.append(_as_written(text, clause))
    if not turned and quotes and all(_is_exchanged(text, quote) for quote in quotes):
        return (text,)
    return tuple(turned)


def _is_exchanged(text: str, quote: str) -> bool:
    """Whether `text` prefers what `quote` puts behind ("calls to e-mails", "e-mails to calls")."""
    ours, theirs = _PREFERENCE.search(small(text)), _PREFERENCE.search(small(quote))
    if ours is None or theirs is None:
        return False
    for code in shared_languages(text, quote):
        more, less, said_more, said_less = (
            content_stems(found[side], code) for found in (ours, theirs) for side in ("more", "less")
        )
        if more & said_less and less & said_more and not more & said_more and not less & said_less:
            return True
    return False


def _agreement(clause: str, denied: bool, quote: str) -> tuple[int, bool]:
    """How many words of `clause` the best clauses of `quote` have, and whether one of those has its polarity."""
    best, agrees = 0, False
    for code in shared_languages(clause, quote) or (*languages(clause), *languages(quote)):
        words = _content(clause, code)
        for said, said_denied in clauses(small(quote)):
            common = len(words & _content(said, code))
            if common == 0 or common < best:
                continue
            fits = said_denied == denied or _is_soft(clause) != _is_soft(said)
            agrees = fits if common > best or _is_exception(said) else agrees or fits
            best = common
    return best, agrees


@lru_cache(4096)
def _content(clause: str, code: str) -> frozenset[str]:
    return content_stems(clause, code) | {re.sub(r"\D", "", figure) for figure in re.findall(r"\d[\d.,]*", clause)}


@lru_cache(2048)
def clauses(text: str) -> tuple[tuple[str, bool], ...]:
    """The clauses of `text`, in small letters, and whether each is denied; a list goes on as it began."""
    return tuple(_divided(text))


def _divided(text: str) -> Iterator[tuple[str, bool]]:
    denied, at = False, 0
    codes = languages(text)
    for pattern in (_LEAD, _NOT_DENIED, _NOT_ONLY):
        text = pattern.sub(lambda match: " " * len(match[0]), text)
    text = joined(text, codes)
    for match in (*CLAUSE_ENDS.finditer(text), None):
        clause = text[at : match.start() if match else len(text)]
        if clause.strip():
            for part, is_exception in _parts(clause, codes):
                # "cannot live without a garden" wants one
                denied = not denied if is_exception and part is not clause else is_negative(part, codes)
                yield part, denied
        at = match.end() if match else at


def _parts(clause: str, codes: tuple[str, ...]) -> Iterator[tuple[str, bool]]:
    """A clause without what it excepts, and that by itself, in order, each with whether it is an exception."""
    tables = [language_words()[code] for code in codes or LANGUAGES]
    start = min((found.start() for table in tables if (found := table.excepted.search(clause))), default=-1)
    if start < 0:
        yield clause, False
        return
    if clause[:start].strip(" \"'*(-"):
        yield clause[:start], False
        yield clause[start:], True
        return
    main = MAIN_CLAUSE.search(clause, start)
    yield clause[: main.start() if main else len(clause)], False
    if main:
        yield clause[main.start() :], False


@lru_cache(4096)
def is_negative(clause: str, codes: tuple[str, ...] = ()) -> bool:
    """Whether a clause in small letters denies what it names."""
    plain = _NOT_DENIED.sub(" ", clause)
    tables = [language_words()[code] for code in codes or languages(clause) or LANGUAGES]
    is_negated = any(table.negated.search(plain) for table in tables)
    if _is_exception(clause, codes):
        return True
    return is_negated != any(table.against.search(plain) for table in tables)


def _is_exception(clause: str, codes: tuple[str, ...] = ()) -> bool:
    """Whether the clause is what another one leaves out ("except fish")."""
    opened = clause.lstrip(" \"'*(-")
    return any(language_words()[code].excepted.match(opened) for code in codes or languages(clause) or LANGUAGES)


def _is_soft(clause: str) -> bool:
    table = language_words()
    return any(table[code].soft.search(clause) for code in languages(clause) or LANGUAGES)


def _as_written(text: str, clause: str) -> str:
    position = small(text).find(clause.strip())
    return text[position : position + len(clause.strip())] if position >= 0 else clause.strip()
