"""Whether a text denies what it names, whether quotes do the same, and whether a cut or a question turns a quote."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from lib.context.text.languages import (
    LANGUAGES,
    bounded,
    content_stems,
    language_words,
    languages,
    shared_languages,
    small,
)
from lib.context.text.sentences import sentence_span

_CLAUSES = re.compile(
    r"(?:[.!?](?=\s|$|[\"')\]])|[;:\n]|,(?=\s)|\s[-–—]\s|"
    r"(?<!anything)\s(?:but|although|though|aber|sondern|obwohl|mais|pero|sino|ma|mas|però|porém|"
    r"because|weil|parce que|porque|perché|"
    r"(?:and|und|et|y|e)(?=\s+(?:is|are|am|was|has|have|do|does|did|no|not|never|ist|sind|bin|hat|habe|kein\w*|nicht|"
    r"est|suis|ne|n'\w+|es|soy|está|ya|è|sono|non|é|sou|não)\s))(?=\s))+"
)
_LEAD = re.compile(r"^\s*(?:no|non|nein|não|nee)(?=\s*(?:,|\.|!|$))")
_NOT_DENIED = re.compile(
    r"(?<!\w)(?:not only|not just|no problem|no\.\s?\d+|no (?:more|less|fewer|later|earlier) than"
    r"|not (?:more|less|later) than|why not|whether or not"
    r"|nicht nur|nicht (?:mehr|weniger|später) als|pas de problème"
    r"|pas (?:plus|moins) de|non seulement|no (?:más|menos) de|no solo|no sólo"
    r"|non (?:più|meno) di|non solo|não só|não (?:mais|menos) de|sin duda)(?!\w)"
)
_GOES_ON = re.compile(r"(?<!\w)(?:or|nor|oder|noch|ou|o|ni|né|nem|neither|and|und|et|y|e)(?!\w)")
_TURNS = re.compile(
    r"(?<!\w)(?:if|unless|whether|doubt|doubts|pretend|imagine|suppose|wrong|untrue|false"
    r"|falls|wenn|ob|als ob|bezweifle|falsch"
    r"|s'il|si|faux|doute|dudo|falso|dubito|se|duvido|hardly|far from"
    r"|instead of|rather than|statt|anstatt|au lieu de|en vez de|invece di|em vez de"
    r"|without|ohne|sans|sin|senza|sem)(?!\w)"
)
_MAIN_CLAUSE = re.compile(
    r"\s(?=(?:i|we|he|she|they|ich|wir|er|sie|je|j'\w+|nous|on|il|elle)\s|\w+\s(?:ich|wir)\s|\w+(?:amos|emos|imos|iamo)\s)"
)
"""Where the main clause begins after an exception that opens the sentence ("Instead of a flat we want a house")."""
_OWN_SUBJECT = re.compile(
    r"(?<!\w)(?:and|und|et|y|e)\s+(?:i|we|ich|wir|je|j'\w+|moi je|nous|yo|nosotr[oa]s|io|noi|eu|nós)(?!\w)"
)
"""Where a clause with a subject of its own is joined to a quote ("… and I eat no"): it denies only its own."""
_REQUEST = re.compile(
    r"^\W*(?:(?:please|hi|hello|dear \w+|and|so|also)\W+)*"
    r"(?:can|could|would|will|may|might|shall we"
    r"|kann|können|könnten|könnte|würden|dürfen|pourriez|pouvez|peut|peux"
    r"|pourrait|serait|puede|podría|podrían|podemos|puedes|può|potrebbe|possiamo|potete|pode|poderia|podem)(?!\w)"
)
_PREFERENCE = re.compile(
    r"(?<!\w)(?:prefer\w*|lieber|bevorzug\w*|pr[ée]f[éèe]r\w*|prefier\w*|preferim\w*|prefir\w*)\s+(?P<more>[^.;!?\n]+?)\s+"
    r"(?:to|over|than|als|gegenüber|à|aux?|a|al|alle|ai|agli|ao|às|que|che)\s+(?P<less>[^.;!?\n]+)"
)
FEW = 3
"""Words of a clause that only goes on with a list ("…, a garage or a pool") and keeps the list's polarity."""


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


def turns(body: str, start: int, end: int, *, may_ask: bool = False) -> bool:
    """Whether the sentence around `body[start:end]` turns the quote's meaning, or only asks.

    It does where the quote leaves out a negation, a condition or a doubt of its own clause ("want to sell the house"
    out of "We do not want to …"), or where all its sentences are questions. A request ("Could you find us …?") counts
    as a statement: it says what its author wants. With `may_ask` any question counts as one.
    """
    first, last = sentence_span(body, start, end)
    before, after = small(bounded(body[first:start])), small(bounded(body[end:last]))
    opens = [match.end() for match in _CLAUSES.finditer(before)]
    kept = before[opens[-1] :] if opens and before[opens[-1] :].strip() else _last_clause(before)
    closing = _CLAUSES.search(after)
    beside = _OWN_SUBJECT.split(after[: closing.start()] if closing else after, maxsplit=1)[0]
    if _denies(kept) or _TURNS.search(kept) or (_denies(beside) and not _denies(small(body[start:end]))):
        return True
    return not may_ask and _is_question(bounded(body[first:last]))


def _last_clause(before: str) -> str:
    """The words before a quote in its own clause; none where a mark stands right before it."""
    return "" if _CLAUSES.search(before) else before


def _is_question(sentences: str) -> bool:
    parts = [part for part in re.findall(r"[^.!?…]+[.!?…]*", sentences) if re.search(r"\w", part)]
    return bool(parts) and all(
        part.rstrip(" \"')\n").endswith("?") and not _REQUEST.match(small(part)) for part in parts
    )


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
    for pattern in (_LEAD, _NOT_DENIED):
        text = pattern.sub(lambda match: " " * len(match[0]), text)
    for match in (*_CLAUSES.finditer(text), None):
        clause = text[at : match.start() if match else len(text)]
        if clause.strip():
            goes_on = at and text[at - 1 : at] == "," and len(clause.split()) <= FEW + 1 and _GOES_ON.search(clause)
            is_carried = bool(goes_on and denied)
            for part, is_exception in _parts(clause, codes):
                # "cannot live without a garden" wants one
                denied = not denied if is_exception and part is not clause else _denies(part, codes) or is_carried
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
    main = _MAIN_CLAUSE.search(clause, start)
    yield clause[: main.start() if main else len(clause)], False
    if main:
        yield clause[main.start() :], False


@lru_cache(4096)
def _denies(clause: str, codes: tuple[str, ...] = ()) -> bool:
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
