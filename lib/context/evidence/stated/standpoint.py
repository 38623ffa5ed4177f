"""Whether a quote says something of the client and as it is: not of other people, and not of what might be."""

import re

from lib.context.evidence.polarity import clauses, polarity
from lib.context.evidence.stated.governed import is_governed_behind_that
from lib.context.evidence.stated.taken_back import (
    borrows,
    is_of_anyone,
    is_of_the_past,
    is_taken_back,
    tells_of_what_was,
)
from lib.context.evidence.subjects import subject_stems
from lib.context.text.languages import (
    LANGUAGES,
    LanguageWords,
    content_stems,
    is_light,
    language_words,
    languages,
    shared_languages,
    small,
)
from lib.context.text.proper_names import NAME_WORD, is_verbal
from lib.context.text.sentences import marked_sentences

POSSIBLE = re.compile(
    r"(?<!\w)(?:if (?:possible|need\w*|necessary|you (?:like|want|remember|can|ask|need|wonder)|i may|not"
    r"|(?:that|this|it)(?:'s| is)? (?:suits?|works?|helps?|matters?|ok|okay|fine|all right))|even if|as if"
    r"|wenn (?:möglich|nötig|es geht|ich darf|es (?:ihnen |dir |euch )?(?:passt|recht ist|hilft))"
    r"|si (?:possible|nécessaire|es posible|(?:cela|ça) (?:vous |te )?(?:convient|va|aide)|le (?:va|viene) bien)"
    r"|se (?:possibile|possível|(?:le |vi )?va bene|for possível|der jeito))(?!\w)"
)
"""Polite words that make no condition."""
_REPORTED = re.compile(
    r"(?<!\w)(?:says?|said|writes?|wrote|tells?|told|claims?|claimed|thinks?|reports?|reported|mentioned"
    r"|sagt\w*|schreib\w*|schrieb|meint\w*|behauptet\w*|erzählt\w*|dit|écrit|raconte|prétend|pense|m'a dit|m'écrit"
    r"|dice|escribe|cuenta|piensa|dijo|scrive|racconta|pensa|ha detto|diz|escreve|conta|disse)"
    r"(?:\s+(?:me|us|to me|mir|uns|nous|nos|mi|ci))?"
    r"(?:,?\s+(?:that|dass|daß|que|qu'|che)\s*|\s*[:,]\s+|\s+(?=\w+ (?:is|are|has|wants)\s))"
)
"""What leads in other people's words, with people before it."""
_BELONGS = re.compile(r"\W*(?:\S+\s+){1,3}(?:(?:of|von|de|do|da|del|della)(?!\w)|dell')\s*(?:\S+\s+){0,2}$")
"""What stands before people whose a subject is ("the wedding of my cousin")."""
_WORD = re.compile(r"[^\W_]+")
FEW = 20
"""Characters by which the beginning of reported words is found again in its clause."""
_SUBJECT_AT = 2
"""Words that may stand before the subject of a clause ("And my brother …")."""


def is_of_others(text: str, quote: str) -> bool:
    """Whether `quote` says only of other people ("my brother lives in Milan") what `text` says of the client."""
    tables = _tables(quote)
    found = _saying(text, quote)
    if any(table.people.search(small(text)) for table in (*_tables(text), *tables)):
        return bool(found) and all(any(_belongs_to_others(clause, table) for table in tables) for clause in found)
    return bool(found) and all(any(_speaks_of_others(clause, table) for table in tables) for clause in found)


def speaks_only_of_others(text: str, quote: str) -> bool:
    """Whether each clause of `quote` tells something of other people, of whom `text` does not speak."""
    tables = _tables(quote)
    if any(table.people.search(small(text)) for table in (*_tables(text), *tables)):
        return False
    told = [clause for clause, _ in clauses(small(quote)) if clause.strip()]
    return bool(told) and all(any(_speaks_of_others(clause, table) for table in tables) for clause in told)


def is_not_the_clients(text: str, quote: str) -> bool:
    """Whether `quote` says what `text` states of the client only of others, in others' words, or of what might be.

    Where `text` opens with a subject of its own ("School starts in May"), it is of no matter whose it is.
    """
    codes = shared_languages(text, quote)
    opening = NAME_WORD.search(text)
    opens_with_noun = codes == ("en",) and opening is not None and not is_verbal(opening[0])
    has_subject = opens_with_noun or any(subject_stems(text, code) for code in codes)
    is_theirs = not has_subject and is_of_others(text, quote)
    return (
        is_theirs
        or _is_in_words_of_others(text, quote)
        or is_conditional(text, quote)
        or is_only_taken_back(text, quote)
    )


def was_so(text: str, sentences: str) -> bool:
    """Whether `sentences` say only of a time that is over ("last year we were 80") what `text` states."""
    whole = small(sentences)
    found = [(whole.find(clause), clause) for clause in _saying(text, sentences)]
    return (
        not is_of_the_past(small(text))
        and bool(found)
        and all(
            at >= 0 and is_of_the_past(clause, before=(marked_sentences(whole[:at]) or [""])[-1])
            for at, clause in found
        )
    )


def only_was_so(text: str, quote: str) -> bool:
    """Whether `quote` says only with a verb of what was ("our budget was 650,000") what `text` states."""
    found = _saying(text, quote)
    return not tells_of_what_was(text) and bool(found) and all(tells_of_what_was(clause) for clause in found)


def is_only_taken_back(text: str, quote: str, *, is_denial: bool | None = None) -> bool:
    """Whether `quote` takes back, supposes, or says of nobody in particular what `text` states, wherever it stands.

    `is_denial` where the quote is read as a denial of `text`; else it is told by the polarity of `text`.
    """
    if borrows(small(text)):
        return False
    denies = polarity(text) if is_denial is None else is_denial
    found = _saying(text, quote)
    return bool(found) and all(_is_unstated(text, clause, whole=small(quote), is_denial=denies) for clause in found)


def _is_unstated(text: str, clause: str, *, whole: str, is_denial: bool) -> bool:
    """Whether the `whole` takes back, denies or supposes what a clause of it says of `text`."""
    at = whole.find(clause)
    if at < 0:
        return False
    place = _place(text, clause, at)
    return (
        is_of_anyone(clause)
        or is_taken_back(whole, *place, is_denial=is_denial)
        or (not is_denial and is_governed_behind_that(whole, *place))
    )


def _place(text: str, clause: str, at: int) -> tuple[int, int]:
    """Where the words of `text` begin and end in `clause`, which stands at `at`."""
    stems = {stem for code in shared_languages(text, clause) for stem in content_stems(text, code)}
    found = [
        match.span()
        for match in _WORD.finditer(clause)
        if any(stems & content_stems(match[0], code) for code in shared_languages(text, clause))
    ]
    return (at + found[0][0], at + found[-1][1]) if found else (at, at + len(clause))


def _is_in_words_of_others(text: str, quote: str) -> bool:
    """Whether `quote` gives what `text` states only as other people's words ("the tenant writes that …")."""
    tables, plain = _tables(quote), small(quote)
    if any(table.people.search(small(text)) for table in (*_tables(text), *tables)):
        return False
    reported = [
        plain[match.end() :]
        for match in _REPORTED.finditer(plain)
        if any(table.people.search(plain[: match.start()]) for table in tables)
    ]
    found = [clause.strip() for clause in _saying(text, plain)]
    return bool(found and reported) and all(
        any(clause in part or part[:FEW].strip() in clause for part in reported) for clause in found
    )


def is_conditional(text: str, quote: str) -> bool:
    """Whether `quote` says only of what might be ("if we sold the boat …") what `text` states."""
    tables = _tables(quote)
    plain = small(text)
    if any(table.conditions.search(plain) or table.conditions_within.search(plain) for table in _tables(text)):
        return False
    whole = POSSIBLE.sub(" ", small(quote))
    opened = [
        part for part in marked_sentences(whole) if any(table.conditions.match(part.lstrip()) for table in tables)
    ]
    found = _saying(text, whole)
    return bool(found) and all(
        any(clause.strip() in part for part in opened)
        or any(table.conditions_within.search(clause) for table in tables)
        for clause in found
    )


def _tables(text: str) -> list[LanguageWords]:
    return [language_words()[code] for code in languages(text) or LANGUAGES]


def _saying(text: str, quote: str) -> list[str]:
    """The clauses of `quote` that have the most words of `text`, verbs of opening left out where it has others."""
    counted: list[tuple[int, str]] = []
    for code in shared_languages(text, quote):
        words = content_stems(text, code)
        words = frozenset(word for word in words if not is_light(word, code)) or words
        counted += [(len(words & content_stems(clause, code)), clause) for clause, _ in clauses(small(quote))]
    most = max((count for count, _ in counted), default=0)
    return [clause for count, clause in counted if most and count == most]


def _speaks_of_others(clause: str, table: LanguageWords) -> bool:
    """Whether the subject of `clause` is other people, and nothing in it is the client's ("my wife says our …")."""
    if _belongs_to_others(clause, table):
        return True
    found = table.people.search(clause)
    if found is None or len(clause[: found.start()].split()) > _SUBJECT_AT:
        return False
    before = clause[: found.start()].split()[:-1]  # without "my"
    return not table.first.search(" ".join(before)) and not table.first.search(clause[found.end() :])


def _belongs_to_others(clause: str, table: LanguageWords) -> bool:
    """Whether `clause` opens with what belongs to other people ("the wedding of my cousin")."""
    return any(_BELONGS.match(clause[: found.start()]) for found in table.people.finditer(clause))
