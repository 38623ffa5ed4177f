"""What statements are said of: whose an amount is, and a statement without the subject that it opens with."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path

from lib.context.evidence.polarity import clauses
from lib.context.text.languages import LANGUAGES, content_stems, language_words, languages, small, telling_stems
from lib.context.text.topics import families, single_words
from lib.context.text.values.quantities import Number, numbers

_LEAD = r"^\W*(?:(?:and|but|so|und|aber|also|et|mais|y|pero|e|ma|mas)\s+)*"
MONEY = 20_000
"""A bare number from here on is money in a letter of a client, whatever word stands beside it."""
_NO_MONEY = "budget"
"""The family that every amount belongs to: it tells nothing of whose the amount is."""


def is_money(item: Number) -> bool:
    """Whether a number is an amount, by what stands beside it or by its size."""
    is_bare = all(unit is None for _, unit in item.readings) and not item.label
    is_large = is_bare and max(item.values) >= MONEY
    return (item.is_amount or is_large) and not item.is_article


def figures_of_others(text: str, quotes: Sequence[str]) -> tuple[str, ...]:
    """The amounts of `text` that the quotes say only of something else, as written; mostly none.

    "The house next door sold for 650,000" gives no budget, whatever words are common. What somebody can spend is told
    by themselves ("we can"), as a limit, or without a subject ("up to 650,000"); any other amount by a sentence that
    has a word of the statement, or whose amount has no subject of its own.
    """
    wanted = [item for item in numbers(text) if is_money(item)]
    if not wanted:
        return ()
    told = [(clause, quote) for quote in quotes for clause, _ in clauses(small(quote))]
    missing = []
    for number in wanted:
        saying = [
            _is_of_another(text, clause, item, quote=quote)
            for clause, quote in told
            for item in numbers(clause)
            if number.agrees(item)
        ]
        if saying and all(saying):
            missing.append(number.written)
    return tuple(missing)


@lru_cache(4096)
def without_subject(text: str, code: str) -> str:
    """`text` in small letters without what it is said of: the noun that opens it, people where other words are left.

    To have these in common is not to speak of one thing: "The children like pizza" ends nothing about their school.
    """
    plain = small(text)
    opening = _words()[code]["opening"].match(plain)
    if opening:
        place = opening.span("noun") if opening["noun"] else opening.span("bare")
        plain = plain[: place[0]] + plain[place[1] :] if content_stems(plain[place[0] : place[1]], code) else plain
    alone = language_words()[code].people.sub(" ", plain)
    return alone if telling_stems(_without_numbers(alone), code) else plain


def subject_stems(text: str, code: str) -> frozenset[str]:
    """The stems of what `text` is said of, by `without_subject`."""
    return telling_stems(text, code) - telling_stems(without_subject(text, code), code)


def points_back(text: str, code: str) -> bool:
    """Whether `text` has a pronoun for what was spoken of before ("They are called …", "Please send it …")."""
    words, plain = _words()[code], small(text).lstrip(" -*•")
    return bool(words["pointing"].match(plain) or words["pointing_within"].search(plain))


def without_value_words(text: str, code: str) -> str:
    """`text`, as long, without the words that only lead to a value ("the date is 9 June", "we can pay 900")."""
    return _blanked(_words()[code]["limit"], _blanked(_words()[code]["value"], text))


def _blanked(pattern: re.Pattern[str], text: str) -> str:
    for found in reversed([*pattern.finditer(small(text))]):
        text = text[: found.start()] + " " * len(found[0]) + text[found.end() :]
    return text


def _is_of_another(text: str, clause: str, item: Number, *, quote: str) -> bool:
    """Whether the amount `item` of `clause` is a thing's and not what `text` states."""
    codes = languages(quote) or LANGUAGES
    before, after = clause[: item.start], clause[item.end :]
    if is_of_spending(text):
        return any(_is_a_things(_words()[code], before, after) for code in codes)
    if not any(_words()[code]["subject"].match(before) for code in codes):
        return False
    claim, said = _without_numbers(text), _without_numbers(quote)
    if any(telling_stems(claim, code) & content_stems(said, code) for code in codes):
        return False
    return not (families(claim) & families(said)) - {_NO_MONEY}


def _without_numbers(text: str) -> str:
    for item in reversed(numbers(text)):
        text = text[: item.start] + " " + text[item.end :]
    return text


def _is_a_things(words: Mapping[str, re.Pattern[str]], before: str, after: str) -> bool:
    """Whether the words before an amount, or else behind it, give it to a thing and to no limit of the speaker's."""
    if words["limit"].search(before):
        return False
    if before.strip() and not (own := words["own"].search(before)):
        is_wish = words["ought"].search(before) is not None
        return not is_wish and bool(words["subject"].match(before) or words["priced"].search(before))
    if before.strip() and own:
        is_paid = words["paid"].search(before, own.start()) or words["paid"].search(after)
        return is_paid is not None or words["thing_priced"].search(before, own.end()) is not None
    told = words["is_the"].match(after)
    return told is not None and not words["limit"].search(told[0])


@lru_cache(4096)
def is_of_spending(text: str) -> bool:
    """Whether `text` says how much somebody can spend, not what something costs."""
    limits = (_words()[code]["limit"].search(small(text)) for code in languages(text) or LANGUAGES)
    return any(limits) or any(
        single_words()[code].get(stem) == "spending"
        for code in languages(text) or LANGUAGES
        for stem in content_stems(text, code)
    )


@cache
def _words() -> Mapping[str, Mapping[str, re.Pattern[str]]]:
    """The patterns of `subjects.toml` by language, with those that are made of several lists."""
    written = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    return {code: _patterns(lists, code) for code, lists in written.items()}


def _patterns(lists: Mapping[str, str], code: str) -> Mapping[str, re.Pattern[str]]:
    the, verb, priced = (f"(?:{lists[name]})" for name in ("the", "is", "priced"))
    opened = rf"(?:{the}(?:\s+|(?<=')))+"
    noun = rf"(?!(?:{'|'.join(sorted(language_words()[code].stop))})(?!\w))[^\W\d_][\w-]+"
    made = {
        "opening": rf"{_LEAD}(?:(?:{the}(?:\s+|(?<=')))+(?P<noun>{noun})|(?P<bare>{noun})\s+{verb}(?!\w))",
        "subject": rf"{_LEAD}{opened}{noun}",
        "thing_priced": rf"(?<!\w){opened}{noun}(?:\s+\S+){{0,4}}?\s+{priced}(?!\w)",
        "is_the": rf"\W*{verb}\s+{opened}{noun}(?:\s+{noun})*",
    }
    plain = {name: rf"(?<!\w)(?:{words})(?!\w)" for name, words in lists.items()}
    return {name: re.compile(pattern) for name, pattern in {**plain, **made}.items()}
