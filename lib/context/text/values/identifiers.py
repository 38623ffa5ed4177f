"""The things that a text names by a number or a code: "invoice 4711", "case number QX-9"."""

import re
from functools import lru_cache

from lib.context.text.languages import small
from lib.context.text.values.month_names import month
from lib.context.text.values.units import unit_words

_NUMBER_WORD = r"(?:number|no\.?|nr\.?|nummer|numéro|numero|número|n[°ºo]\.?|ref\.?|#)"
_COPULA = r"(?:(?:is|are|lautet|ist|est|es|è|é|:)\s+)(?:now |jetzt |maintenant |ahora |ora |adesso |agora )?"
_NAME = r"#?(?P<name>(?=[^\W_]*\d|[^\W_]{1,4}[-/]?\d)[^\W_]+(?:[-/][^\W_]+)*)(?![\w%€$£])"


@lru_cache(1)
def _named() -> re.Pattern[str]:
    return re.compile(
        rf"(?<!\w)(?P<thing>{unit_words().things})\s*(?:{_NUMBER_WORD}\s*)?(?P<given>{_COPULA})?{_NUMBER_WORD}?\s*{_NAME}"
    )


@lru_cache(1)
def _of_month() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The patterns of "the invoice of March" and "the March invoice"."""
    things = rf"(?P<thing>{unit_words().things}|rent|payment|salary|miete|zahlung|gehalt|loyer|alquiler|affitto|renda)"
    behind = rf"(?<!\w){things}\s+(?:of|for|from|für|vom|von|de|du|d'|del|di|da)\s?(?P<month>[^\W\d_]+)"
    return re.compile(behind, re.IGNORECASE), re.compile(rf"(?P<month>[^\W\d_]+)[\s-]{things}(?!\w)", re.IGNORECASE)


@lru_cache(4096)
def identifiers(text: str) -> frozenset[tuple[str, str, bool]]:
    """The things that `text` names by a number, code or month: the word, the name, whether the name is just given.

    "Case 4711" names a case; "our case number is 4712 now" gives it another name.
    """
    plain = small(text)
    numbered = {(match["thing"], match["name"], bool(match["given"])) for match in _named().finditer(plain)}
    dated = {
        (small(match["thing"]), str(number), False)
        for pattern in _of_month()
        for match in pattern.finditer(text)
        if (number := month(match["month"]))
    }
    return frozenset(numbered | dated)


def names_another(text: str, other: str) -> bool:
    """Whether `other` speaks of a thing of the same kind as `text`, but of one with another number or code."""
    ours = {(thing, name) for thing, name, _ in identifiers(text)}
    theirs = identifiers(other)
    if not ours or any((thing, name) in ours for thing, name, _ in theirs):
        return False
    things = {thing for thing, _ in ours}
    return any(thing in things and not is_given for thing, _, is_given in theirs)
