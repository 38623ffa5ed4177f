"""Whether a quote has what a statement tells of only beside another thing: a qualifier of it, or another person's."""

import re

from lib.context.evidence.change_words import change_words
from lib.context.evidence.polarity import clauses
from lib.context.text.languages import content_stems, language_words, shared_languages, small, stem, telling_stems
from lib.context.text.proper_names import NAME_WORD, key, names

_OF = {
    code: re.compile(rf"(?<!\w)(?:{the})\s?(?P<thing>[^\W\d_]{{3,}}) (?:{of})\s?$")
    for code, the, of in (
        ("fr", "l[ae]s?|l'|une?|not?re|nos|m[ao]n?|mes", "du|de la|de l'|des|de (?:notre|nos|mon|ma|mes)"),
        ("es", "el|l[ao]s?|una?|nuestr[oa]s?|mis?", "del|de l[ao]s?|de (?:mis?|nuestr[oa]s?)"),
        ("it", "il|l[aeo]|l'|gli|i|un[ao]?|nostr[oaie]|mi[oae]|miei", "del|dello|della|dell'|dei|degli|delle"),
        ("pt", "[oa]s?|uma?|noss[oa]s?|meus?|minhas?", "d[oa]s?(?: (?:meus?|minhas?|noss[oa]s?))?"),
    )
}
"""What stands before a word that only says whose, or of what, another thing is ("la niche du chien")."""
_GOES_ON = re.compile(r"(?:['’]s)?\s+(?P<next>[a-z]{3,})(?!['’]t)")
_NO_THING = re.compile(
    r"\w+(?:ed|ing|ly|ward|wards)|yesterday|today|tonight|tomorrow|now|then|again|already|still|just|ever|never|last|next"
    r"|this|that|early|late|once|twice|soon|since|until|till|after|before|while|when|because|but|and|for|from|with|to"
    r"|for good|got|gets?|go(?:es)?|went|gone|goes|fell|falls?|ran|runs?|broke|breaks?|came|comes?|became|becomes?|made"
    r"|makes?|gave|gives?|took|takes?|left|leaves?|lost|loses?|sold|sells?|bought|died|dies|ended|ends|sank|burnt|blew"
    r"|bit|flew|grew|grows?|kept|keeps?|lay|led|met|meets?|paid|pays?|put|said|says?|saw|sees?|sat|sits?|sent|shut|slept"
    r"|stood|stands?|stole|told|tells?|thought|threw|wore|won|wins?|works?|lives?|needs?|wants?|likes?|eats?|stays?|moves?"
    r"|starts?|begins?|began|begun|happens?|holds?|held|feels?|felt|looks?|fits?|costs?|expires?|myself|ourselves|alone"
    r"|together|altogether|anymore|any|more|longer|too|either|instead|here|there|home|away|out|off|down|up|back|over"
)
"""English words that do not make a qualifier of the noun before them: verbs, adverbs and what joins."""


def is_only_beside(old: str, quote: str) -> bool:
    """Whether `quote` has the words of `old` only as qualifiers of another thing, or says them of another by name.

    "We sold the dog kennel" ends no dog, and "Tom has stopped smoking" not that Lara smokes.
    """
    return _is_of_another_name(old, quote) or any(
        _is_qualifier(old, quote, code) for code in shared_languages(old, quote)
    )


def _is_of_another_name(old: str, quote: str) -> bool:
    """Whether `old` opens with a name, and each clause of `quote` with a word of what it says opens with another."""
    opening = NAME_WORD.match(old.strip())
    if opening is None or opening[0] not in set(names(old)):
        return False
    who = key(opening[0])
    for code in shared_languages(old, quote):
        told = telling_stems(old[opening.end() :], code)
        found = [clause.split() for clause, _ in clauses(small(quote)) if told & content_stems(clause, code)]
        spoken_of = {key(name) for name in names(quote)}
        if found and all(clause and key(clause[0]) in spoken_of - {who} for clause in found):
            return True
    return False


def _is_qualifier(old: str, quote: str, code: str) -> bool:
    """Whether every word of what `old` tells that `quote` has only qualifies another thing."""
    wanted, plain = telling_stems(old, code), small(quote)
    found = [match for match in NAME_WORD.finditer(plain) if _stem(match[0], code) in wanted]
    if not found:
        return False
    if code == "en":
        return all(_qualifies(plain, match) for match in found)
    of = _OF.get(code)
    return of is not None and all(
        (before := of.search(plain[: match.start()])) is not None and stem(before["thing"], code) not in wanted
        for match in found
    )


def _stem(word: str, code: str) -> str:
    return stem(re.sub(r"['’]s$", "", word), code)


def _qualifies(plain: str, match: re.Match[str]) -> bool:
    """Whether an English noun stands before another one ("dog kennel", "the boat's trailer")."""
    end = match.start() + len(re.sub(r"['’]s$", "", match[0]))
    following = _GOES_ON.match(plain, end)
    if following is None or following["next"] in language_words()["en"].stop or _NO_THING.fullmatch(following["next"]):
        return False
    rest = plain[following.start("next") :]
    return not any(words.match(rest) for words in change_words()["en"].values())
