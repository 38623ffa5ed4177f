"""Whether something is said of what a statement states: of the same predicate, or another value of the same thing."""

import re
from collections.abc import Iterable
from functools import lru_cache

from lib.context.evidence.change_words import change_words, has
from lib.context.evidence.converses import is_opposite
from lib.context.evidence.grounding import PHONE
from lib.context.evidence.polarity import polarity
from lib.context.evidence.relatedness import label_stems, predicate_stems, stated_names, stated_values, value_kinds
from lib.context.evidence.subjects import MONEY, figures_of_others, is_of_spending, subject_stems, without_subject
from lib.context.text.languages import content_stems, is_light, shared_languages, small, telling_stems
from lib.context.text.links import MAIL
from lib.context.text.proper_names import NAME_WORD, places
from lib.context.text.topics import families, told_families
from lib.context.text.values.quantities import Number, numbers

_ALLERGY = re.compile(r"allerg|al[ée]rg|intol[eé]r|unverträglich|c[o]?eliac|c[œo]eliaqu|zöliak|celíac|celiach")
"""An allergy is to one thing: that somebody eats something else, or again, says nothing of it."""
_SPOKEN_OF = frozenset({"terms", "payment", "channel", "diet"})
"""Families that tell what a statement is about even where its subject is of them ("Our terms are 30 days")."""
_OPEN = frozenset({"pets", "family", "travel"})
"""Families of which one is beside another: a cat ends no dog."""
_AT = {
    code: re.compile(rf"(?<!\w)(?:{at})\s+(?:(?:{the})\s+)?(?P<thing>[^\W\d_]+)")
    for code, at, the in (
        ("en", "at|of|from|in", "the|our|my|this"),
        ("de", "bei|im|in|am|an|vom|von", r"de[rmn]|die|das|unser\w*|mein\w*"),
        ("fr", "à|au|chez|dans|de|du|en", "la|le|l'|notre|mon|ma"),
        ("es", "en|de|del|al|a", "el|la|nuestr[oa]|mi"),
        ("it", "in|nel|nella|di|del|della|al|alla|a", r"il|l[oa]|nostr[oa]|mi[oa]"),
        ("pt", "em|no|na|de|do|da|ao", "[oa]|noss[oa]|meu|minha"),
    )
}
"""What something is placed at ("at the house"), by language."""
_FRONTED = {
    code: re.compile(rf"(?:^|[.!?;,]\s+)\W*(?:{pattern})(?!\w)")
    for code, pattern in (
        ("en", r"(?:as for )?the \w+, (?:we|i)"),
        ("de", r"(?:den|die|das) \w+ \w+(?:en|e|t) (?:wir|ich)"),
        ("fr", r"(?:le|la|les|l')\s?[\w'-]+(?: \w+)?, (?:nous|on|je) (?:le|la|les|l')"),
        ("es", r"(?:el|la|los|las) \w+(?: \w+)?,? (?:ya )?(?:no )?(?:lo|la|los|las) \w+"),
        ("it", r"(?:il|lo|la|l'|i|gli|le)\s?\w+,? (?:non )?(?:lo|la|l'|li|le)\s?\w+"),
        ("pt", r"[oa]s? \w+,? (?:já )?(?:não )?(?:[oa]s? \w+(?:amos|emos|imos)|\w+-[oa]s?)"),
    )
}
"""What a sentence is about, though it is what somebody does something with ("La cucina la rifacciamo")."""
_UP_TO = re.compile(r"(?<!\w)(?:up to|bis(?: zu)?|jusqu'à|hasta|fino a|até)\s+$")
_LEAST = 100
"""From here on what somebody would go up to is money, not people or hours."""
_OWN = re.compile(r"(?<!\w)(?:i|me|we|us|ich|mir|mich|wir|uns|je|j'\w+|m'\w+|nous|yo|nos|io|mi|ci|noi|eu|nós)(?!\w)")
_LIKED = re.compile(
    r"(?<!\w)(?:lik(?:e|es|ed|ing)|lov(?:e|es|ed|ing)|hat(?:e|es|ed)|enjoy\w*|miss(?:es|ed)?|visit\w*|mag|mögen|lieb\w*"
    r"|hass\w*|gefällt|besuch\w*|aim\w+|ador\w+|détest\w+|visit\w+|gusta\w*|encanta\w*|odi\w+|piac\w+|am[oa]|gost\w+)"
    r"(?!\w)"
)
"""Words for what somebody thinks of a place, or that they only go there."""
_THERE = re.compile(
    r"(?<!\w)(?:in|at|near|to|from|nach|aus|bei|à|en|a|em|para|verso|ad|per|presso|hacia|cerca de|vicino a|perto de)"
    r"\s+(?:l[aeo'] ?|el |il |o )?\S"
)
_CLAUSE = re.compile(r"[,;:()]\s+|\s[–—-]\s")
_MAIL = re.compile(MAIL)
_LOCAL_PHONE = re.compile(r"(?<![\d.,])[1-9]\d{2}(?:[ .-]?\d{2,3}){3}(?![\d.,]|\s?[€$£])")
"""A telephone number of a country whose numbers open with no 0 ("699 88 77 66")."""


def same_subject(old_text: str, new_text: str, quotes: Iterable[str], *, is_change: bool = True) -> bool:
    """Whether a new text with its quotes can contradict an old one: something said of the same thing.

    What counts is a content word or a family of words of what the old one says, not of whom or what it says it: "The
    children like pizza" is nothing about their school. Where the old one says only a value of its subject ("The party
    is at …"), another value of the same kind counts. Names and figures do not count, they are what changes; but money,
    a telephone number and an address each stand for themselves. The families (diet, budget, place, contact channel …)
    stand in `topics.toml`; so "eats meat again" speaks of what "is vegetarian" does.
    """
    return any(_is_shared(old_text, other, is_change=is_change) for other in (new_text, *quotes))


def _is_shared(text: str, other: str, *, is_change: bool) -> bool:
    kinds = _kinds(text) & _kinds(other)
    if "money" in kinds and is_of_spending(text) and _is_of_a_thing(text, other):
        return False
    if kinds and (kinds & {"money"} or is_change or _is_of_same_use(text, other)):
        return True
    codes = shared_languages(text, other)
    return any(_is_predicate_shared(text, other, code=code, by_family=is_change) for code in codes)


def _is_of_same_use(text: str, other: str) -> bool:
    """Whether a number or address of `other` serves what that of `text` does, or is the client's own."""
    if _OWN.search(small(other)) or set(_MAIL.findall(small(text))) & set(_MAIL.findall(small(other))):
        return True
    rests = [(_use(text, code), _use(other, code)) for code in shared_languages(text, other)]
    return not rests or any(not ours or not theirs or ours & theirs for ours, theirs in rests)


def _use(text: str, code: str) -> frozenset[str]:
    """The stems of what a number or address is for."""
    return telling_stems(_MAIL.sub(" ", PHONE.sub(" ", text)), code)


def _is_of_a_thing(text: str, other: str) -> bool:
    """Whether the amounts of `other` are what a thing costs of which `text`, a budget or a fee, does not speak."""
    if any(subject_stems(other, code) & content_stems(text, code) for code in shared_languages(text, other)):
        return False
    return not is_of_spending(other) and len(figures_of_others(f"{text} {other}", [other])) > 0


def _is_predicate_shared(text: str, other: str, *, code: str, by_family: bool) -> bool:
    """Whether `other` has a word or a family of words of what `text` says of its subject, or another value of it."""
    words, said = predicate_stems(text, code), label_stems(other, code)
    subject = subject_stems(text, code) & words
    predicate = words - subject
    is_other_value = not value_kinds(text) or bool(value_kinds(text) & value_kinds(other))
    if not predicate:
        is_of_family = by_family and _is_family_shared(text, other, code)
        return (is_other_value and bool(subject & said)) or (
            is_of_family and (is_other_value or bool(told_families(text) & _SPOKEN_OF))
        )
    if predicate & said - _told_of(other, text, code) or (predicate & said and _has_other_value(text, other)):
        return True
    if is_opposite(text, other, code) and (words & said or families(text) & families(other)):
        return True
    if by_family and not _ALLERGY.search(small(text)) and _is_family_shared(text, other, code):
        return True
    return any(_is_value_of(subject, text, part, code=code) for part in (other, *_CLAUSE.split(other)))


def _has_other_value(text: str, other: str) -> bool:
    """Whether `other` gives another value than `text` of a kind that both give."""
    kinds = value_kinds(text) & value_kinds(other)
    is_named = "name" in kinds and bool(stated_names(other) - stated_names(text))
    return is_named or (bool(kinds - {"name"}) and bool(stated_values(other) - stated_values(text)))


def _told_of(other: str, text: str, code: str) -> frozenset[str]:
    """The stems of what `other` is said of, and of what only it places something at ("at the house").

    None where it says that this is left or gone, or gives back what `text` denies ("My back is well again").
    """
    is_left = has("gone", other, (code,)) or (has("left", other, (code,)) and not polarity(other))
    if has("shifted", other, (code,)) or _FRONTED[code].search(small(other)):
        return _at(other, code) - _at(text, code)
    if is_left or (polarity(text) and not polarity(other)):
        return frozenset()
    return subject_stems(other, code) | (_at(other, code) - _at(text, code))


def _at(text: str, code: str) -> frozenset[str]:
    return frozenset(stem for found in _AT[code].finditer(small(text)) for stem in content_stems(found["thing"], code))


def _is_family_shared(text: str, other: str, code: str) -> bool:
    """Whether `other` has another word of a family of words of `text`, and says it of nothing else ("the cat eats")."""
    told = _spoken_families(without_subject(text, code), text) | (told_families(text) & _SPOKEN_OF)
    ours, open_ones = content_stems(text, code), _OPEN if not polarity(text) else frozenset[str]()
    for part in dict.fromkeys((other, *_CLAUSE.split(other))):
        added = NAME_WORD.sub(lambda word: " " if content_stems(word[0], code) & ours else word[0], part)
        shared = told & _spoken_families(added, text) - open_ones
        subject = frozenset[str]() if _OWN.search(small(part)) else subject_stems(part, code) - ours
        if shared and (not subject or families(" ".join(subject)) & shared):
            return True
    return False


def _spoken_families(text: str, other: str) -> frozenset[str]:
    """The families that `text` speaks of; a place only where it says that something is there, not what it is like."""
    is_there = _THERE.search(small(text)) and (not _LIKED.search(small(text)) or _LIKED.search(small(other)))
    return told_families(text) | (families(text) if is_there or not places(text) else families(text) - {"place"})


def _is_limit(item: Number, text: str) -> bool:
    """Whether a number that counts nothing is the most that somebody would go to ("up to 900")."""
    before, after = small(text[: item.start]), re.match(r"\s+([^\W\d_]{3,})", text[item.end :])
    return max(item.values) >= _LEAST and _UP_TO.search(before) is not None and not after


def _is_value_of(subject: frozenset[str], text: str, part: str, *, code: str) -> bool:
    """Whether a clause says nothing of the subject but another value such as `text` gives ("The move is in June")."""
    said = label_stems(part, code)
    happens = content_stems(" ".join(found[0] for found in change_words()[code]["happens"].finditer(small(part))), code)
    left = frozenset(stem for stem in said - subject - happens if not is_light(stem, code))
    return bool(subject & said) and not left and bool(value_kinds(text) & value_kinds(part))


@lru_cache(4096)
def _kinds(text: str) -> frozenset[str]:
    """Which of the things that a client has one of `text` gives in figures: money, a telephone, an address."""
    is_called = PHONE.search(text) or (has("reach", text) and _LOCAL_PHONE.search(text))
    found = {"telephone"} if is_called else set[str]()
    found |= {"address"} if _MAIL.search(text) else set()
    plain = PHONE.sub(" ", text)
    is_money = any(
        item.unit.is_currency if item.unit else max(item.values) >= MONEY or _is_limit(item, plain)
        for item in numbers(plain)
    )
    return frozenset(found | ({"money"} if is_money else set()))
