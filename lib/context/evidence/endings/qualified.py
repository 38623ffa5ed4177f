"""Whether a quote has what a statement tells of only beside another thing: a qualifier of it, or another person's."""

import re
from functools import lru_cache

from lib.context.evidence.change_words import change_words, has
from lib.context.evidence.polarity import clauses, polarity
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
_ACTION = re.compile(
    r"\w+(?:ção|cao|ções|mento|mentos|ncia|ncias|ción|ciones|miento|tion|tions|ment|ments|age|zione|zioni|enza)"
    r"|vent[ae]s?|vend[ae]s?|vendit[ae]|pertes?|perd[ai]s?|pérdidas?|fin|fim|fine|achats?|compra[s]?|acquist[oi]|paga"
    r"|prix|precio|prezzo|preço|numéros?|números?|numer[oi]|dates?|fechas?|datas?|horaires?|horarios?|orari[oi]?"
)
"""What is done with a thing, or a value of it, and no other thing ("le paiement de la cotisation")."""
_VALUE = re.compile(
    r"numbers?|address(?:es)?|dates?|times?|days?|hours?|prices?|rates?|fees?|costs?|limits?|sizes?|counts?|names?|terms?"
    r"|payments?|bills?|plans?|searches|search|orders?|deliver(?:y|ies)|bookings?|memberships?|jobs?|works?|lease|contracts?"
)
"""English nouns that are no other thing than the one whose value or state they name ("the order number")."""
_NO_NOUN = re.compile(
    r"each|both|all|every|one|two|three|four|five|six|seven|eight|nine|ten|many|much|few|half|new|old"
)
_NO_THING = re.compile(
    r"\w+(?:ed|ing|ly|wards?)|yesterday|today|tonight|tomorrow|now|then|again|already|still|just|ever|never|last|next"
    r"|this|that|early|late|once|twice|soon|since|until|till|after|before|while|when|because|but|and|for|from|with|to"
    r"|for good|got|gets?|go(?:es)?|went|gone|goes|fell|falls?|ran|runs?|broke|breaks?|came|comes?|became|becomes?|made"
    r"|makes?|gave|gives?|took|takes?|left|leaves?|lost|loses?|sold|sells?|bought|died|dies|ended|ends|sank|burnt|blew"
    r"|bit|flew|grew|grows?|kept|keeps?|lay|led|met|meets?|paid|pays?|put|said|says?|saw|sees?|sat|sits?|sent|shut|slept"
    r"|stood|stands?|stole|told|tells?|thought|threw|wore|won|wins?|works?|lives?|needs?|wants?|likes?|eats?|stays?|moves?"
    r"|starts?|begins?|began|begun|happens?|holds?|held|feels?|felt|looks?|fits?|costs?|expires?|myself|ourselves|alone"
    r"|together|altogether|anymore|any|more|longer|too|either|instead|here|there|home|away|out|off|down|up|back|over"
)
"""English words that do not make a qualifier of the noun before them: verbs, adverbs and what joins."""


@lru_cache(8192)
def is_only_beside(old: str, quote: str) -> bool:
    """Whether `quote` has the words of `old` only as qualifiers of another thing, or says them of another by name.

    "We sold the dog kennel" ends no dog, and "Tom has stopped smoking" not that Lara smokes.
    """
    if _is_of_another_name(old, quote):
        return True
    is_parted = has("sought", old) or any(has(name, quote) for name in ("gone", "parted", "once"))
    if polarity(quote):  # "no parking space" is of the parking
        return False
    return is_parted and any(_is_qualifier(old, quote, code) for code in shared_languages(old, quote))


def _is_of_another_name(old: str, quote: str) -> bool:
    """Whether `old` opens with a name, and what `quote` denies of the same is denied of another name.

    That another does it now may be a change: "Ben is our treasurer now".
    """
    opening = NAME_WORD.match(old.strip())
    if opening is None or opening[0] not in set(names(old)):
        return False
    who, spoken_of = key(opening[0]), {key(name) for name in names(quote)}
    for code in shared_languages(old, quote):
        told = telling_stems(old[opening.end() :], code)
        found = [
            (clause.split(), denied) for clause, denied in clauses(small(quote)) if told & content_stems(clause, code)
        ]
        if found and all(denied and words and key(words[0]) in spoken_of - {who} for words, denied in found):
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
    befores = [of.search(plain[: match.start()]) for match in found] if of else []
    return bool(befores) and all(
        before and stem(before["thing"], code) not in wanted and not _ACTION.fullmatch(before["thing"])
        for before in befores
    )


def _stem(word: str, code: str) -> str:
    return stem(re.sub(r"['’]s$", "", word), code)


def _qualifies(plain: str, match: re.Match[str]) -> bool:
    """Whether an English noun stands before another one ("dog kennel", "the boat's trailer")."""
    end = match.start() + len(re.sub(r"['’]s$", "", match[0]))
    following = _GOES_ON.match(plain, end)
    if following is None or _NO_NOUN.fullmatch(match[0]) or _VALUE.fullmatch(following["next"]):
        return False
    if following["next"] in language_words()["en"].stop or _NO_THING.fullmatch(following["next"]):
        return False
    rest = plain[following.start("next") :]
    return not any(words.match(rest) for words in change_words()["en"].values())
