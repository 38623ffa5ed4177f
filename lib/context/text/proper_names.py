"""The proper names of a text, and whether a source says them: by letters, initials, or in another language."""

# No dictionary tells a name from a word: simplemma knows Paul, Berlin and Chicago as words and takes 400 MB for six
# languages. So a word counts as a name for its capital, where neither its place nor German explains it.
import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from itertools import chain
from pathlib import Path
from typing import Any, Literal

from lib.context.text.abbreviations import TITLES
from lib.context.text.languages import language_words, languages, shared_languages, small, without_accents
from lib.context.text.normalize import folded_words
from lib.context.text.sentences import follows_end
from lib.context.text.values.month_names import month, weekday
from lib.context.text.values.number_words import scales
from lib.context.text.values.units import currency_codes, unit_words

NAME_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
"""A word without digits, with what an apostrophe or a hyphen joins to it."""
_CLAUSE = re.compile(r"[:;][\s\"'“”‘’(\[*•-]*$")
_GOES_ON = re.compile(r"\s+[^\W\d_A-Z]")
"""A clause after a colon begins with a capital and goes on in small letters; a name alone does not."""
_PAIR = re.compile(r"\s+([^\W\d_]+(?:['’\-][^\W\d_]+)*)")
_VERBAL = re.compile(r"(?:s|ed|ing|ly|en|er|t|ent|e)$")
"""How words that open a statement mostly end ("Wants", "Moving", "Cherche"); rarely a first name's."""
_GERMAN_LEAD = re.compile(r"\b(?:herrn?|frau|dr\.?|prof\.?|familie|heißt|namens|in|nach|aus|bei)\s+$", re.I)
_GERMAN_NOUN = re.compile(
    r"\w+(?:ungs?|ungen|[hk]eit(?:en)?|schaft(?:en)?|tion(?:en)?|tät(?:en)?|nisse?n?)"
    r"|(?:rück|an)?fragen?|kürze|bedarf|interesse|rücksprache|absprache|eingang|erhalt|gründen|bezug|zukunft|kontakt"
    r"|zusammenarbeit|höhe|betracht|anspruch|hause|unterlagen|problemen?|verzug|ruhe|form|summe|raten|auftrag|vertrag"
    r"|ablauf|abzug|wunsch|termin|angebot|vorkasse|anbetracht|verzögerungen|zweifel|zweifeln|nachricht|monat|woche",
    re.I,
)
"""Nouns that follow "in", "nach", "aus" and "bei" in letters: not each capital there is a place's."""
_GERMAN_ADDRESS = re.compile(r"sie|ihnen|ihr(?:e[mnrs]?)?|du|dir|dich|dein(?:e[mnrs]?)?|euch|euer|eure[mnrs]?", re.I)
"""The words of address, which take a capital in letters: they are no names, and what follows them is none for it."""
_PERSON_VERB = re.compile(r"\s+(?:is|has|was|had|est|es|tiene|è|ha|é|tem|\w{2,}(?:s|ed))\b|['’]s\s")
_GERMAN_PERSON_VERB = re.compile(r"\s+(?:war|\w{2,}t)\b")
_WORDS_TOO = {
    form: rf"\b{form.upper()}\b" if len(form) < 3 else rf"(?<=[^\W_] ){form.capitalize()}\b|\b{form.upper()}\b"
    for form in ("la", "ny", "sf", "nice", "porto", "mosca", "colonia", "rom")
}
"""Forms of places that are words, too: they count as they are written only for a place ("LA", not "la")."""
_TITLES = {*TITLES, "i", "i'm", "i'd", "i've", "i'll"}


@cache
def _lists() -> Mapping[str, Any]:
    return tomllib.loads(Path(__file__).with_name("names.toml").read_text("utf-8"))


@cache
def _places() -> dict[str, str]:
    """Each form of a place's name without accents, and the form it is compared by."""
    return {key(form): forms[0] for forms in _lists()["places"] for form in forms}


@cache
def _place_words() -> re.Pattern[str]:
    return re.compile(r"(?<!\w)(?:" + "|".join(sorted(map(re.escape, _places()), key=len, reverse=True)) + r")(?!\w)")


@cache
def _first_names(group: Literal["first", "ambiguous"] = "first") -> frozenset[str]:
    return frozenset(key(name) for name in _lists()[group].split())


def key(word: str) -> str:
    """`word` as names are compared: folded, without accents and genitive s."""
    return without_accents(folded_words(word)).removesuffix("'s").rstrip("'")


def place_key(name: str) -> str:
    """What a name in the form of `key` is compared by: of a place that is known, one form for all languages."""
    return _places().get(name, name)


def is_verbal(word: str) -> bool:
    """Whether `word` ends as the verbs and adverbs that open statements mostly do ("Finds", "Recently")."""
    return bool(_VERBAL.search(small(word)))


@lru_cache(4096)
def places(text: str) -> frozenset[str]:
    """The cities that `text` names and that are known by name, each in one form for all languages."""
    found = set(_place_words().findall(key(text)))
    found -= {form for form in found & _WORDS_TOO.keys() if not re.search(_WORDS_TOO[form], text)}
    return frozenset(_places()[form] for form in found)


def names(text: str, *, said: str = "") -> tuple[str, ...]:
    """The proper names of `text`, word by word; at a sentence's start where no word of a statement looks like that.

    Where `text` itself does not tell its language, it is that of `said`, its source.
    """
    codes = shared_languages(text, said) if said else ()
    return _names(text, (codes or languages(text)) == ("de",))


@lru_cache(4096)
def _names(text: str, german: bool) -> tuple[str, ...]:
    return tuple(
        match[0] for match in NAME_WORD.finditer(text) if match[0][0].isupper() and _is_name(text, match, german)
    )


def _is_name(text: str, match: re.Match[str], german: bool) -> bool:
    """Whether a word with a capital is a name where it stands."""
    word = match[0]
    if word.casefold().replace("’", "'") in _TITLES or _is_counted(word):
        return False
    if _is_acronym(word):
        return word not in _lists()["acronyms"]
    if key(word) in _places() and re.search(_WORDS_TOO.get(key(word), ""), text):
        return True
    if _begins(text, match):
        is_person = key(word) in _first_names() or _is_person(text, match, german)
        return is_person or (not german and _opens_a_name(text, match))
    return not german or _is_german_name(text, match)


def missing_names(wanted: Iterable[str], said: str, known: Iterable[str]) -> list[str]:
    """Those of `wanted` that neither `said` nor a text of `known` names; what is known is looked up only then."""
    missing = list(wanted)
    for source in chain((said,), known):
        if not missing:
            break
        words = {key(word) for word in NAME_WORD.findall(source)}
        words |= {part for word in words for part in word.split("-")}
        missing = [name for name in missing if not _stands(name, words, places=places(source), source=source)]
    return missing


def _stands(name: str, words: set[str], *, places: frozenset[str], source: str) -> bool:
    plain = key(name)
    if words.issuperset(plain.split("-")) or _places().get(plain) in places:
        return True
    if _is_acronym(name):
        initials = "".join(word[0] for word in NAME_WORD.findall(source) if word[0].isupper())
        return len(name) > 1 and name in initials
    return any(plain in place.split() for place in places)  # "New" and "York" where the source says NY


def _is_calendar(word: str) -> bool:
    return month(word) is not None or weekday(word) is not None


def _is_counted(word: str) -> bool:
    """Whether the word is compared as a part of a date or a quantity."""
    lowered = small(word)
    return _is_calendar(word) or lowered in unit_words().units or lowered in scales() or word in currency_codes()


def _begins(text: str, match: re.Match[str]) -> bool:
    """Whether the word has its capital from its place: it begins a sentence, or a clause after a colon."""
    before = text[: match.start()]
    return bool(follows_end(before) or (_CLAUSE.search(before) and _GOES_ON.match(text, match.end())))


def _is_person(text: str, match: re.Match[str], german: bool) -> bool:
    """Whether a first name that is a word, too ("Rose", "Will"), is somebody's: a verb of one person follows."""
    if key(match[0]) not in _first_names("ambiguous"):
        return False
    return bool((_GERMAN_PERSON_VERB if german else _PERSON_VERB).match(text, match.end()))


def _opens_a_name(text: str, match: re.Match[str]) -> bool:
    """Whether a sentence begins with a name: two words with a capital of which the first looks like no other word."""
    word, following = match[0], _PAIR.match(text, match.end())
    if not following or not following[1][0].isupper() or _is_acronym(following[1]) or _is_calendar(following[1]):
        return False
    lowered = small(word)
    return len(word) > 2 and lowered not in _lists()["openers"] and not is_verbal(word) and not languages(word)


def _is_german_name(text: str, match: re.Match[str]) -> bool:
    """Whether a capital in German means a name: after a title, "in" or "Tochter", or beside another such word."""
    if _GERMAN_ADDRESS.fullmatch(match[0]):
        return False
    if lead := _GERMAN_LEAD.search(text[: match.start()]):
        return lead[0].strip().lower() not in ("in", "nach", "aus", "bei") or not _GERMAN_NOUN.fullmatch(match[0])
    before = re.search(r"([^\W\d_]+)\s+$", text[: match.start()])
    if before and language_words()["de"].people.fullmatch(small(before[1])):
        return True
    if before is None or _GERMAN_ADDRESS.fullmatch(before[1]):
        return False
    return bool(before[1][0].isupper() and not follows_end(text[: before.start(1)]))


def _is_acronym(word: str) -> bool:
    return len(word) > 1 and word.upper() == word
