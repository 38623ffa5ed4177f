"""The names of months and days of the week in the six languages, and what number each has."""

# The names are Babel's, which the product has already. dateparser was measured and refused: 15.8 % of its dates were
# wrong ("the 11th" became 1 November).
import unicodedata
from functools import cache

from babel.dates import get_day_names, get_month_names

from lib.context.text.languages import LANGUAGES, small, without_accents

_WORDS_TOO = frozenset(("set", "ago", "out", "mar", "gen", "mag", "lug", "ott", "dez", "fev", "abr", "dic"))
"""Abbreviations that are words elsewhere ("3 days ago", "sort it out") or that nobody writes in a sentence."""
_VERBS = frozenset(("march", "marches"))
_LONGEST_SHORT = 3
"""Letters of an abbreviation, which is a word in small letters ("mar", "may")."""
_MORE = {"sept": 9, "jänner": 1, "mrz": 3, "maerz": 3, "mar": 3}


@cache
def months() -> dict[str, int]:
    """Each name of a month in small letters, with and without accents, and its number from 1 on."""
    found = dict(_MORE)
    for language in LANGUAGES:
        for width in ("wide", "abbreviated"):
            for number, name in get_month_names(width, locale=language).items():
                plain = small(name).rstrip(".")
                if width == "wide" or plain not in _WORDS_TOO:
                    found[plain] = found[without_accents(plain)] = number
    return found


def short_weekdays() -> tuple[str, ...]:
    """The Portuguese days of the week without their "-feira", which are "second", "third" … as well."""
    return ("segunda", "terça", "quarta", "quinta", "sexta")


@cache
def weekdays() -> dict[str, int]:
    """Each name of a day of the week in small letters, singular and plural, and its number, Monday being 0."""
    found: dict[str, int] = {}
    for language in LANGUAGES:
        for number, name in get_day_names("wide", locale=language).items():
            plain = small(name)
            for form in {plain, plain.removesuffix("-feira")}:
                if form in short_weekdays():
                    continue  # only with their "-feira"
                for whole in (form, form + "s", form.replace("-", " "), f"{form}s".replace("-feiras", "s-feiras")):
                    found[whole] = found[without_accents(whole)] = number
    for abbreviation, number in zip(("mon", "tue", "wed", "thu", "fri", "sat"), range(6), strict=True):
        if abbreviation not in ("sat", "mon", "wed"):
            found[abbreviation] = number
    return found | {"tues": 1, "thurs": 3, "sonnabend": 5}


@cache
def german_months() -> tuple[str, ...]:
    """The names of the months in German, in full and in small letters, "märz" in both forms of Unicode."""
    names = [small(name) for name in get_month_names("wide", locale="de").values()]
    return tuple(sorted({form for name in names for form in (name, unicodedata.normalize("NFD", name))}))


def weekday(word: str) -> int | None:
    """The day of the week that `word` names, Monday being 0."""
    return weekdays().get(small(word).removesuffix("'s"))


def month(word: str) -> int | None:
    """The month that `word` names, from 1 on."""
    return months().get(small(word).rstrip("."))


def names_month(word: str) -> bool:
    """Whether `word` is a month as written: with a capital, or in full where the name is no other word ("juin")."""
    return month(word) is not None and (word[0].isupper() or (len(word) > _LONGEST_SHORT and word not in _VERBS))
