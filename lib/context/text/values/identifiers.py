"""The things that a text names by a number or a code: "invoice 4711", "case number QX-9"."""

import re
from functools import lru_cache

from lib.context.text.languages import small
from lib.context.text.values.units import unit_words

_NUMBER_WORD = r"(?:number|no\.?|nr\.?|nummer|numéro|numero|número|n[°ºo]\.?|ref\.?|#)"
_COPULA = r"(?:(?:is|are|lautet|ist|est|es|è|é|:)\s+)(?:now |jetzt |maintenant |ahora |ora |adesso |agora )?"
_NAME = r"#?(?P<name>(?=[^\W_]*\d|[^\W_]{1,4}[-/]?\d)[^\W_]+(?:[-/][^\W_]+)*)(?![\w%€$£])"


@lru_cache(1)
def _named() -> re.Pattern[str]:
    return re.compile(
        rf"(?<!\w)(?P<thing>{unit_words().things})\s*(?:{_NUMBER_WORD}\s*)?(?P<given>{_COPULA})?{_NUMBER_WORD}?\s*{_NAME}"
    )


@lru_cache(4096)
def identifiers(text: str) -> frozenset[tuple[str, str, bool]]:
    """The things that `text` names by a number or code: the word for it, its name, whether the name is just given.

    "Case 4711" names a case; "our case number is 4712 now" gives it another name.
    """
    return frozenset((match["thing"], match["name"], bool(match["given"])) for match in _named().finditer(small(text)))


def names_another(text: str, other: str) -> bool:
    """Whether `other` speaks of a thing of the same kind as `text`, but of one with another number or code."""
    ours = {(thing, name) for thing, name, _ in identifiers(text)}
    theirs = identifiers(other)
    if not ours or any((thing, name) in ours for thing, name, _ in theirs):
        return False
    things = {thing for thing, _ in ours}
    return any(thing in things and not is_given for thing, _, is_given in theirs)
