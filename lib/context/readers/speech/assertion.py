"""What a sentence asserts of its author: the clauses in which they say something of themselves, as it is."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from lib.context.readers.speech.earnest import earnest_from, is_earnest
from lib.context.readers.speech.grammar import Grammar, is_any, is_of_author, topics
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
_STOP = re.compile(r"\s*[;:](?=\s)|\s+[–—-]\s")
_CONJUNCTION = re.compile(
    r"(?:(?:and|but|because|although|while|so|und|aber|sondern|denn|weil|et|mais|car|donc|y|e|pero|sino|ma|però|mas)\s+)+",
    re.I,
)
SHORTEST, FEWEST_WORDS = 12, 3
"""Characters and words that a statement has at least."""
Subject = Literal["self", "others", "relatives", "none"]
"""Whom a clause tells of; "relatives" are others of whom nothing is said yet that matters when they come along."""

Past = Literal["", "dealt", "former"]
"""What a clause of the past tells: nothing, what passed between the two sides, or a former state."""


@dataclass(frozen=True)
class Assertion:
    """Words of a sentence in which its author says something of themselves."""

    text: str
    topics: frozenset[str]
    is_change: bool
    """They say that something has become otherwise."""


def assertions(
    sentence: str,
    chosen: Sequence[Grammar],
    *,
    after: str = "",
    of_them: Collection[str] = (),
    before: Subject = "none",
) -> tuple[Assertion, ...]:
    """What `sentence` asserts of its author, or of `of_them`: names of their people; mostly one thing or none.

    `before` is whom the sentence before told of: one that names nobody goes on with them, and so does one that has a
    pronoun alone ("She needs a bath on the ground floor").

    Questions, conditions, wishes, jokes (told by the sentence `after` as well), what others are said to have
    said, other people's affairs, courtesies and what is over assert nothing.
    """
    sentence = _without_heading(_without_question(sentence), chosen)
    begin = earnest_from(sentence, chosen, after=after)
    words = small(sentence)
    if begin is None or len(words) != len(sentence):
        return ()
    sentence, words = sentence[begin:], words[begin:]
    if is_hearsay(words, chosen) or words.rstrip().endswith(":"):
        return ()
    if _is_labelled(words, chosen):
        return (Assertion(sentence.strip(), topics(chosen, words), is_change=False),)
    asserted = []
    goes_on = _own_at(words, chosen, of_them) == _NOWHERE
    for start, end in _runs(words, chosen, of_them=of_them, before=before if goes_on else "none"):
        lead = _CONJUNCTION.match(sentence, start, end)
        start = lead.end() if lead and (start or begin) else start
        part = sentence[start:end].rstrip(" ,;:–—-?").lstrip(" ")
        said = small(part)
        is_wish = len(part.split()) == FEWEST_WORDS - 1 and _is_told_in_two_words(said, chosen)
        about = topics(chosen, said)
        if begin and not about:  # "…, but I doubt it": of what was wished
            continue
        if len(part) >= SHORTEST and (is_wish or len(part.split()) >= FEWEST_WORDS):
            asserted.append(Assertion(part, about, is_any(chosen, "change", said)))
    return tuple(asserted)


def _is_labelled(words: str, chosen: Sequence[Grammar]) -> bool:
    """Whether a sentence is a label with its value ("Allergies: nuts, sesame"), of something that people have."""
    label, colon, value = words.partition(":")
    if not colon or len(label.split()) > LONGEST_LABEL or not 0 < len(value.split()) <= LONGEST_VALUE:
        return False
    is_known = any(item.terse.match(label.strip()) for item in chosen)
    return is_known and bool(topics(chosen, label) & LABELLED)


def is_hearsay(words: str, chosen: Sequence[Grammar]) -> bool:
    """Whether a sentence passes on what others say; what it is said in spite of is nobody's news."""
    for item in chosen:
        words = item.concedes.sub(" ", words)
    return is_any(chosen, "hearsay", words)


def _is_told_in_two_words(words: str, chosen: Sequence[Grammar]) -> bool:
    """Whether two words say enough: a wish ("gern Altbau"), or what somebody's health asks for ("I'm diabetic")."""
    return is_any(chosen, "needs", words) or bool(topics(chosen, words) & OF_RELATIVES)


def _without_question(sentence: str) -> str:
    """`sentence` without the question that it ends in after a colon or a dash."""
    if not sentence.rstrip("\"'”’)» ").endswith("?"):
        return sentence
    before = [match.start() for match in _STOP.finditer(sentence)]
    return sentence[: before[-1]] if before else sentence


def _without_heading(sentence: str, chosen: Sequence[Grammar]) -> str:
    """`sentence` without the words that head a note, up to their colon."""
    head, colon, rest = sentence.partition(":")
    is_heading = colon and any(item.heading.fullmatch(small(head).strip()) for item in chosen)
    return rest.lstrip() if is_heading else sentence


def tells_only_change(
    sentence: str, chosen: Sequence[Grammar], *, after: str = "", of_them: Collection[str] = ()
) -> bool:
    """Whether the sentence tells, in earnest and of nobody else, that something has become otherwise."""
    words = small(sentence)
    is_change = is_any(chosen, "replaces", words) or is_any(chosen, "resolved", words)
    if not is_change or not is_earnest(sentence, chosen, after=after) or is_hearsay(words, chosen):
        return False
    return _earliest(words, chosen, ("others",)) == _NOWHERE and not any(name in words for name in of_them)


def tells_of_others(sentence: str, chosen: Sequence[Grammar]) -> bool:
    """Whether each clause of the sentence tells of other people."""
    return told_of(sentence, chosen) == "others"


def clauses_of_others(sentence: str, chosen: Sequence[Grammar]) -> Iterator[str]:
    """The clauses of the sentence that tell of other people, as written."""
    words = small(sentence)
    subject: Subject = "none"
    for first, last in _clauses(words):
        subject = _subject(words[first:last], chosen, of_them=(), before=subject)
        if subject == "others":
            yield sentence[first:last]


def told_of(sentence: str, chosen: Sequence[Grammar], before: Subject = "none") -> Subject:
    """Of whom the next sentence tells when it names nobody: others, the author's people ("self"), or nobody."""
    words = small(sentence)
    subject: Subject = before
    subjects: set[Subject] = set()
    for first, last in _clauses(words):
        subject = _subject(words[first:last], chosen, of_them=(), before=subject)
        subjects.add(subject)
    if subjects <= {"others", "relatives"}:
        return "others"
    theirs = is_any(chosen, "household", words) or (
        is_any(chosen, "relatives", words) and is_any(chosen, "together", words)
    )
    return "self" if theirs or (before == "self" and _is_pronoun(words, chosen)) else "none"


def _is_pronoun(words: str, chosen: Sequence[Grammar]) -> bool:
    """Whether somebody is spoken of by a pronoun and the author does not come before them."""
    return _earliest(words, chosen, ("third",)) < _own_at(words, chosen, ())


def _runs(
    words: str, chosen: Sequence[Grammar], *, of_them: Collection[str], before: Subject
) -> Iterator[tuple[int, int]]:
    """Where neighbouring clauses that are the author's own begin and end, if one of them says something."""
    start, end, says, introduced = -1, -1, False, -1
    past: Past = ""
    subject, is_of_theirs = before, before == "self"
    for first, last in _clauses(words):
        clause = words[first:last]
        before, subject = subject, _subject(clause, chosen, of_them=of_them, before=subject)
        if subject in ("others", "relatives"):
            if says:
                yield start, end
            start, says = -1, False
            introduced = introduced if before == subject == "relatives" else first
            continue
        if not says and _is_over(clause, chosen):
            start, past = -1, "dealt" if is_any(chosen, "dealt", clause) else "former"
            continue
        names_nobody = _own_at(clause, chosen, of_them) == _NOWHERE
        if past and not says and (names_nobody or not _is_of_today(clause, chosen, past=past)):
            continue
        goes_on = before == "relatives" and not _names_somebody(clause, chosen, of_them)
        start, end = (start if start >= 0 else introduced if goes_on else first), last
        is_named_before = first - start <= LONGEST_NAMED and not says and is_any(chosen, "needs", clause)
        whole = words[start:last] if is_named_before else clause
        says = says or goes_on or _says(whole, chosen, of_them=of_them, is_of_theirs=is_of_theirs)
    if says:
        yield start, end


def _clauses(words: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _CLAUSE.finditer(words):
        if match.start() > start:
            yield start, match.start()
            start = match.end()
    if start < len(words):
        yield start, len(words)


def _subject(clause: str, chosen: Sequence[Grammar], *, of_them: Collection[str], before: Subject) -> Subject:
    """Whose affairs a clause tells of: of who is named first in it; of those of the clause before where nobody is."""
    own = _own_at(clause, chosen, of_them)
    theirs = _earliest(clause, chosen, ("others",))
    spoken_of = _earliest(clause, chosen, ("third",))
    if spoken_of < min(own, theirs) or own == theirs == _NOWHERE:
        is_told = before == "relatives" and _matters_of_relatives(clause, chosen)
        return "self" if is_told or is_any(chosen, "request", clause) else before
    if _is_like_the_author(clause, chosen):
        return "others"
    if own < theirs or _is_of_household(clause, chosen) or _earliest(clause, chosen, ("request",)) < theirs:
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


def _names_somebody(clause: str, chosen: Sequence[Grammar], of_them: Collection[str]) -> bool:
    """Whether a clause names somebody by itself."""
    return min(_own_at(clause, chosen, of_them), _earliest(clause, chosen, ("others",))) < _NOWHERE


_NOWHERE = 10_000


def _own_at(clause: str, chosen: Sequence[Grammar], of_them: Collection[str]) -> int:
    """Where the author, their home or one of their people is named; far away where none is."""
    own = _earliest(clause, chosen, ("first", "household"))
    return min([own, *(at for name in of_them if (at := clause.find(name)) >= 0)])


def _earliest(clause: str, chosen: Sequence[Grammar], names: Sequence[str]) -> int:
    """Where the first word of these patterns begins; far away where there is none."""
    places = (getattr(item, name).search(clause) for item in chosen for name in names)
    return min((place.start() for place in places if place), default=_NOWHERE)


def _is_over(clause: str, chosen: Sequence[Grammar]) -> bool:
    """Whether a clause tells of what was, and of nothing that matters today."""
    return is_any(chosen, "past", clause) and not any(is_any(chosen, name, clause) for name in OF_TODAY)


def _is_of_today(clause: str, chosen: Sequence[Grammar], *, past: Past) -> bool:
    """Whether a clause behind one of the past tells what is so: behind a former state it has to say so."""
    if is_any(chosen, "ended", clause):
        return False
    return is_any(chosen, "now", clause) or not (past == "former" or is_any(chosen, "change", clause))


def _says(clause: str, chosen: Sequence[Grammar], *, of_them: Collection[str], is_of_theirs: bool = False) -> bool:
    """Whether a clause has content: no courtesy, nothing of what was, and no request but one that tells a habit."""
    if is_any(chosen, "resolved", clause) and len(clause.split()) >= FEWEST_WORDS:
        return True
    about, count = topics(chosen, clause), len(clause.split())
    is_own = _own_at(clause, chosen, of_them) < _NOWHERE
    is_needed = is_any(chosen, "needs", clause)
    if is_any(chosen, "courtesy", clause) and not (is_own and is_needed and "deadline" in about):
        return False
    if is_any(chosen, "trouble", clause) or is_any(chosen, "threat", clause):
        return True
    if is_any(chosen, "denied", clause) and not is_any(chosen, "change", clause):
        return False
    if is_any(chosen, "past", clause) and not is_any(chosen, "change", clause):
        return False
    if is_any(chosen, "request", clause):
        told = clause[: _earliest(clause, chosen, ("request",))].rstrip(" ,")
        if len(told.split()) >= FEWEST_WORDS and _says(told, chosen, of_them=of_them, is_of_theirs=is_of_theirs):
            return True
        is_lasting = bool(about - PASSING) and is_any(chosen, "replaces", clause)
        return is_lasting or bool(about & REQUESTED)
    is_ours = is_own or not is_any(chosen, "second", clause)
    if is_own and is_needed and any(map(str.isdigit, clause)):
        return True
    if is_ours and ((about and is_needed) or (about & SINGULAR and is_any(chosen, "change", clause))):
        return True
    if is_own:
        fewest = FEWEST_WORDS if is_any(chosen, "having", clause) else FEWEST_OF_ANYTHING
        fewest_about = 1 if is_any(chosen, "first", clause) else FEWEST_WORDS
        if (about and count >= fewest_about) or (count >= fewest and is_of_author(clause, chosen)):
            return True
    is_of_them = is_of_theirs and (_is_pronoun(clause, chosen) or any(item.states.match(clause) for item in chosen))
    if about and is_of_them and count >= FEWEST_WORDS:
        return True
    has_figure = any(map(str.isdigit, clause)) and not is_any(chosen, "second", clause)
    is_terse = count >= FEWEST_WORDS and any(
        item.terse.match(clause) and not item.third.search(clause) for item in chosen
    )
    return is_terse or (has_figure and bool(about & COUNTED))


OF_TODAY = ("change", "still", "trouble", "resolved", "threat")
"""Words for what is so today, though they tell of what was."""
LONGEST_NAMED = 30
"""Characters of words that only name what the next clause is about ("Shellfish, that's out for me")."""
LONGEST_LABEL, LONGEST_VALUE = 3, 12
"""Words of a label and of its value."""
LABELLED = frozenset(("restricted", "diet", "budget", "limit", "language", "pets", "access", "finance"))
"""What a label with its value says of who writes it; a price or rooms may be those of a listing."""
FEWEST_OF_ANYTHING = 5
"""Words of a clause that is about nothing we know of."""
REQUESTED = frozenset(
    ("phone", "address", "email", "channel", "hours", "language", "diet", "pay", "count", "limit", "naming")
)
"""What a request says something lasting of: how somebody wants to be reached, called, fed and billed."""
PASSING = frozenset(("date", "hours"))
"""What a request that changes something may be about and say nothing lasting."""
COUNTED = frozenset(("phone", "budget", "rooms", "people", "deadline", "birthday", "code"))
"""What a figure says something of by itself."""
OF_RELATIVES = frozenset(("restricted", "access", "birthday"))
"""What is told of relatives because they come along, or are to be thought of."""
OF_THEIR_OWN = frozenset(("seeking", "sale"))
"""What somebody who does it, too, does apart from the author."""
DECIDED_BY_OTHERS = frozenset(("deadline", "finance", "move"))
"""What others settle for somebody ("the landlord gave us until May")."""
SINGULAR = frozenset(("phone", "address", "email", "event", "count", "finance"))
"""What has become otherwise only where it is the author's own, whether they name themselves or not."""
