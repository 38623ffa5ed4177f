"""The clauses of a sentence: of whom each tells, and whether of what is or of what was."""

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Literal

from lib.context.readers.speech.grammar import Grammar, is_any, topics
from lib.context.text.languages import small

_CLAUSE = re.compile(
    r"\s*[;:](?=\s)\s*|\s+[–—-]\s+"
    r"|,\s+(?!\d|(?:please|bitte|s'il|por favor|per favore|se faz favor)\b)"
    r"|\s+(?=(?:but|because|although|while|aber|sondern|weil|obwohl|während"
    r"|mais(?= (?:je|j'|nous|on|c'|il|elle|maintenant)\b)|parce|pero|sino|porque|aunque|mientras"
    r"|perché|mentre|però|mas|porém|enquanto)\s)"
    r"|\s+(?=(?:and|und|et|y|e)\s(?:i|we|now|ich|wir|jetzt|je|nous|maintenant|yo|nosotr[oa]s|ahora|io|noi|ora|adesso|eu|nós"
    r"|agora)\s)"
)
_THAT = re.compile(r"(?<!\w)(?:that|dass|daß|que|qu'|che)(?!\w)\s*")
Subject = Literal["self", "others", "relatives", "none"]
"""Whom a clause tells of; "relatives" are others of whom nothing is said yet that matters when they come along."""

Past = Literal["", "dealt", "former"]
"""What a clause of the past tells: nothing, what passed between the two sides, or a former state."""


def clause_spans(words: str) -> Iterator[tuple[int, int]]:
    """Where each clause of `words`, in small letters, begins and ends."""
    start = 0
    for match in _CLAUSE.finditer(words):
        if match.start() > start:
            yield start, match.start()
            start = match.end()
    if start < len(words):
        yield start, len(words)


def is_hearsay(words: str, chosen: Sequence[Grammar]) -> bool:
    """Whether a sentence passes on what others say; what it is said in spite of is nobody's news."""
    for item in chosen:
        words = item.concedes.sub(" ", words)
    return is_any(chosen, "hearsay", words)


def tells_of_others(sentence: str, chosen: Sequence[Grammar]) -> bool:
    """Whether each clause of the sentence tells of other people."""
    return told_of(sentence, chosen) == "others"


def clauses_of_others(sentence: str, chosen: Sequence[Grammar]) -> Iterator[str]:
    """The clauses of the sentence that tell of other people, as written."""
    words = small(sentence)
    subject: Subject = "none"
    for first, last in clause_spans(words):
        subject = subject_of(words[first:last], chosen, of_them=(), before=subject)
        if subject == "others":
            yield sentence[first:last]


def clauses_of_the_past(sentence: str, chosen: Sequence[Grammar]) -> Iterator[str]:
    """The clauses that tell of a former state, as written; what passed between the two sides is none ("I forgot …").

    Behind a "that" a clause is judged by itself ("We wanted to tell you that it is …").
    """
    words = small(sentence)
    for first, last in clause_spans(words):
        told = _THAT.split(words[first:last])[-1]
        if is_over(told, chosen) and not is_any(chosen, "dealt", told):
            yield sentence[first:last]


def told_of(sentence: str, chosen: Sequence[Grammar], before: Subject = "none") -> Subject:
    """Of whom the next sentence tells when it names nobody: others, the author's people ("self"), or nobody."""
    words = small(sentence)
    subject: Subject = before
    subjects: set[Subject] = set()
    for first, last in clause_spans(words):
        subject = subject_of(words[first:last], chosen, of_them=(), before=subject)
        subjects.add(subject)
    if subjects <= {"others", "relatives"}:
        return "others"
    theirs = is_any(chosen, "household", words) or (
        is_any(chosen, "relatives", words) and is_any(chosen, "together", words)
    )
    return "self" if theirs or (before == "self" and is_pronoun(words, chosen)) else "none"


def is_pronoun(words: str, chosen: Sequence[Grammar]) -> bool:
    """Whether somebody is spoken of by a pronoun and the author does not come before them."""
    return earliest(words, chosen, ("third",)) < own_at(words, chosen, ())


def subject_of(clause: str, chosen: Sequence[Grammar], *, of_them: Collection[str], before: Subject) -> Subject:
    """Whose affairs a clause tells of: of who is named first in it; of those of the clause before where nobody is."""
    own = own_at(clause, chosen, of_them)
    theirs = earliest(clause, chosen, ("others",))
    spoken_of = earliest(clause, chosen, ("third",))
    if spoken_of < min(own, theirs) or own == theirs == NOWHERE:
        is_told = before == "relatives" and _matters_of_relatives(clause, chosen)
        return "self" if is_told or is_any(chosen, "request", clause) else before
    if _is_like_the_author(clause, chosen):
        return "others"
    if own < theirs or _is_of_household(clause, chosen) or earliest(clause, chosen, ("request",)) < theirs:
        return "self"
    about = topics(chosen, clause)
    if about & DECIDED_BY_OTHERS and is_any(chosen, "affected", clause):
        return "self"
    if not is_any(chosen, "relatives", clause):
        return "others"
    if is_any(chosen, "together", clause):
        return "self"
    return "self" if _matters_of_relatives(clause, chosen) else "relatives"


def _is_like_the_author(clause: str, chosen: Sequence[Grammar]) -> bool:
    """Whether somebody of the author's people is told to do by themselves what the author does ("is looking, too")."""
    is_somebody = is_any(chosen, "household", clause) or is_any(chosen, "relatives", clause)
    return is_somebody and is_any(chosen, "too", clause) and bool(topics(chosen, clause) & OF_THEIR_OWN)


def _is_of_household(clause: str, chosen: Sequence[Grammar]) -> bool:
    """Whether the first of the people named is of the author's own ("our chef", but not "our neighbour's chef")."""
    ours = [match.span() for item in chosen if (match := item.household.search(clause))]
    theirs = [match.span() for item in chosen if (match := item.others.search(clause))]
    return bool(ours) and (not theirs or min(ours) <= min(theirs))


def _matters_of_relatives(clause: str, chosen: Sequence[Grammar]) -> bool:
    """Whether what is said of relatives matters because they come along, or live with the author."""
    return bool(topics(chosen, clause) & OF_RELATIVES)


def names_somebody(clause: str, chosen: Sequence[Grammar], of_them: Collection[str]) -> bool:
    """Whether a clause names somebody by itself."""
    return min(own_at(clause, chosen, of_them), earliest(clause, chosen, ("others",))) < NOWHERE


NOWHERE = 10_000


def own_at(clause: str, chosen: Sequence[Grammar], of_them: Collection[str]) -> int:
    """Where the author, their home or one of their people is named; far away where none is."""
    own = earliest(clause, chosen, ("first", "household"))
    return min([own, *(at for name in of_them if (at := clause.find(name)) >= 0)])


def earliest(clause: str, chosen: Sequence[Grammar], names: Sequence[str]) -> int:
    """Where the first word of these patterns begins; far away where there is none."""
    places = (getattr(item, name).search(clause) for item in chosen for name in names)
    return min((place.start() for place in places if place), default=NOWHERE)


def is_over(clause: str, chosen: Sequence[Grammar]) -> bool:
    """Whether a clause tells of what was, and of nothing that matters today."""
    return is_any(chosen, "past", clause) and not any(is_any(chosen, name, clause) for name in OF_TODAY)


def is_of_today(clause: str, chosen: Sequence[Grammar], *, past: Past) -> bool:
    """Whether a clause behind one of the past tells what is so: behind a former state it has to say so."""
    if is_any(chosen, "ended", clause):
        return False
    return is_any(chosen, "now", clause) or not (past == "former" or is_any(chosen, "change", clause))


OF_TODAY = ("change", "still", "trouble", "resolved", "threat")
"""Words for what is so today, though they tell of what was."""
OF_RELATIVES = frozenset(("restricted", "access", "birthday"))
"""What is told of relatives because they come along, or are to be thought of."""
OF_THEIR_OWN = frozenset(("seeking", "sale"))
"""What somebody who does it, too, does apart from the author."""
DECIDED_BY_OTHERS = frozenset(("deadline", "finance", "move"))
"""What others settle for somebody ("the landlord gave us until May")."""
