"""The words of each language by which a sentence is read: compiled once from its file."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from lib.context.text.languages import LANGUAGES, languages

Pattern = re.Pattern[str]


@dataclass(frozen=True)
class Grammar:
    """What the file of one language says; every pattern is searched for in small letters."""

    first: Pattern
    """Words and forms of verbs by which somebody speaks of themselves."""
    possessive: Pattern
    """Those of them that tell only whose something is, or to whom it is done."""
    second: Pattern
    """Words that speak to the reader."""
    household: Pattern
    """Who and what belongs to their own home or business: said of these is said of them."""
    others: Pattern
    """Other people, as the subject of a clause."""
    relatives: Pattern
    """Those of them whose health and diet are told because they come along."""
    affected: Pattern
    """Words for the author as those to whom something is done."""
    together: Pattern
    """Words by which somebody of whom they tell lives with the author."""
    denied: Pattern
    """What somebody is not, of their health: no news of them."""
    third: Pattern
    """Pronouns of somebody spoken of."""
    conditions: Pattern
    turns: Pattern
    """Words with which the author turns from what is wished or said to what is so, and those that give a reason."""
    hypothetical: Pattern
    """Verbs of what would be; of what somebody would like they say that they want it."""
    how_many: Pattern
    """Words of a question for a figure."""
    recorded: Pattern
    """How a question begins that asks to note what follows ("Could you note that …?")."""
    polite: Pattern
    """Words that look like a condition and are a courtesy."""
    unreal: Pattern
    """Wishes, jokes, what the other side is said to have said, and what is told as long over."""
    aside: Pattern
    """How the sentence after a joke begins ("Now seriously, …")."""
    past: Pattern
    now: Pattern
    """Words for what is so today, and for what somebody needs: what was once so is told of the past without them."""
    dealt: Pattern
    """Words for what passed between the two sides ("as I told you"): it is no former state of anything."""
    ended: Pattern
    """Words behind what was, that it is over ("…, but that is long behind me")."""
    change: Pattern
    """Words that say that something has become otherwise."""
    trouble: Pattern
    """Words of what went wrong."""
    replaces: Pattern
    """Those words of a change that put one thing in the place of another."""
    needs: Pattern
    """Words by which somebody says what they need or would rather have, without naming themselves ("is a must")."""
    hearsay: Pattern
    """Words by which somebody passes on what others say."""
    concedes: Pattern
    """What others may say and it is so all the same ("whatever people say")."""
    still: Pattern
    """Words that say that something is as it was."""
    too: Pattern
    """Words that say that somebody does it as well ("my sister is looking, too")."""
    joins: Pattern
    """Words between two things that are said."""
    empty: Pattern
    """Words that do not tell which fact is meant."""
    having: Pattern
    """Verbs with which a few words say enough ("I keep bees")."""
    mocking: Pattern
    """Words after which praise is meant the other way ("Great. Another month without heating.")."""
    threat: Pattern
    """What somebody says they will do unless they get what they want: a condition that is meant."""
    praise: Pattern
    amiss: Pattern
    """What is not as it should be: praise of it is scorn."""
    resolved: Pattern
    """Words that say that a trouble is over."""
    states: Pattern
    """Words by which a note tells what somebody is or does at all times, and not what they once did."""
    judged: Pattern
    """Words by which a note tells how somebody finds something ("liked the kitchen")."""
    note: Pattern
    """By what a note of ours speaks of the client."""
    courtesy: Pattern
    heading: Pattern
    """What heads a note of a conversation and states nothing ("Call note: …")."""
    request: Pattern
    terse: Pattern
    """What a note without a subject begins with ("Budget 300k")."""
    topics: Mapping[str, Pattern]


TOLD_BY_ITSELF = 6
"""Words from which on a sentence tells its language against the text around it."""


@cache
def grammar(code: str) -> Grammar:
    """The grammar of a language, read when it is first asked for: all six take a third of a second."""
    return _grammar(tomllib.loads(_file(code).read_text("utf-8")))


def grammars_of(sentence: str, text: str) -> tuple[Grammar, ...]:
    """The grammars that `sentence` may be read by: that of its language, or of the `text` it stands in; else all."""
    codes, around = languages(sentence), languages(text)
    both = tuple(code for code in codes if code in around)
    is_told = len(codes) == 1 and (not around or len(sentence.split()) >= TOLD_BY_ITSELF)
    return tuple(grammar(code) for code in both or (codes if is_told else around) or LANGUAGES)


def is_any(chosen: Iterable[Grammar], name: str, words: str) -> bool:
    """Whether the pattern `name` of one of the grammars stands in `words`."""
    return any(getattr(item, name).search(words) for item in chosen)


def is_of_author(clause: str, chosen: Iterable[Grammar]) -> bool:
    """Whether the author is the one who does something in a clause, and not only the one whom something belongs to."""
    return any(item.first.search(item.possessive.sub(" ", clause)) for item in chosen)


def topics(chosen: Iterable[Grammar], words: str) -> frozenset[str]:
    """What `words` are about, by name."""
    return frozenset(name for item in chosen for name, pattern in item.topics.items() if pattern.search(words))


def _file(code: str) -> Path:
    return Path(__file__).with_name(f"{code}.toml")


def _grammar(written: Mapping[str, Any]) -> Grammar:
    words = {name: _compiled(value) for name, value in written.items() if name != "topics"}
    return Grammar(
        **words, topics={name: _compiled(value, ending=_PLURAL) for name, value in written["topics"].items()}
    )


def _compiled(lines: str, *, ending: str = "") -> Pattern:
    alternatives = "|".join(line.strip() for line in lines.splitlines() if line.strip())
    return re.compile(rf"(?<!\w)(?:{_CLASS_OR_WORD.sub(_with_bare_letters, alternatives)}){ending}(?!\w)")


def _with_bare_letters(match: re.Match[str]) -> str:
    """A long word as it is also typed, without its accents ("telemovel", "fuer"); a class of characters as it is."""
    part = match[0]
    if part.startswith("[") or _TELLING.search(part):
        return part
    return "".join(_BARE.get(letter, letter) for letter in part)


_PLURAL = r"(?:(?<=\w{5})\w)?"
"""One letter more at the end of a long word, as most plurals have."""
_TELLING = re.compile(r"[áéíóú]$|ámos$")
"""Endings of verbs that are other forms without their accent ("llamé", "llame")."""
_CLASS_OR_WORD = re.compile(r"\[[^\]]*\]|[^\W\d_]{4,}")
_BARE = {
    "á": "[áa]", "à": "[àa]", "â": "[âa]", "ã": "[ãa]", "é": "[ée]", "è": "[èe]", "ê": "[êe]", "ë": "[ëe]", "í": "[íi]",
    "ì": "[ìi]", "î": "[îi]", "ï": "[ïi]", "ó": "[óo]", "ò": "[òo]", "ô": "[ôo]", "õ": "[õo]", "ú": "[úu]", "ù": "[ùu]",
    "û": "[ûu]", "ç": "[çc]", "ñ": "[ñn]", "ä": "(?:ä|ae|a)", "ö": "(?:ö|oe|o)", "ü": "(?:ü|ue|u)", "ß": "(?:ß|ss)",
    "œ": "(?:œ|oe)",
}  # fmt: skip
