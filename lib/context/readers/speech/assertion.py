"""What a sentence asserts of its author: the clauses in which they say something of themselves, as it is."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from lib.context.readers.speech.clauses import (
    NOWHERE,
    OF_RELATIVES,
    Past,
    Subject,
    clause_spans,
    earliest,
    is_hearsay,
    is_of_today,
    is_over,
    is_pronoun,
    names_somebody,
    own_at,
    subject_of,
)
from lib.context.readers.speech.earnest import earnest_from, is_earnest
from lib.context.readers.speech.grammar import Grammar, is_any, is_of_author, topics
from lib.context.text.languages import small

_STOP = re.compile(r"\s*[;:](?=\s)|\s+[–—-]\s")
_CONJUNCTION = re.compile(
    r"(?:(?:and|but|because|although|while|so|und|aber|sondern|denn|weil|et|mais|car|donc|y|e|pero|sino|ma|però|mas)\s+)+",
    re.I,
)
SHORTEST, FEWEST_WORDS = 12, 3
"""Characters and words that a statement has at least."""


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
    goes_on = own_at(words, chosen, of_them) == NOWHERE
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
    return earliest(words, chosen, ("others",)) == NOWHERE and not any(name in words for name in of_them)


def _runs(
    words: str, chosen: Sequence[Grammar], *, of_them: Collection[str], before: Subject
) -> Iterator[tuple[int, int]]:
    """Where neighbouring clauses that are the author's own begin and end, if one of them says something."""
    start, end, says, introduced = -1, -1, False, -1
    past: Past = ""
    subject, is_of_theirs = before, before == "self"
    for first, last in clause_spans(words):
        clause = words[first:last]
        before, subject = subject, subject_of(clause, chosen, of_them=of_them, before=subject)
        if subject in ("others", "relatives"):
            if says:
                yield start, end
            start, says = -1, False
            introduced = introduced if before == subject == "relatives" else first
            continue
        if not says and is_over(clause, chosen):
            start, past = -1, "dealt" if is_any(chosen, "dealt", clause) else "former"
            continue
        names_nobody = own_at(clause, chosen, of_them) == NOWHERE
        if past and not says and (names_nobody or not is_of_today(clause, chosen, past=past)):
            continue
        goes_on = before == "relatives" and not names_somebody(clause, chosen, of_them)
        start, end = (start if start >= 0 else introduced if goes_on else first), last
        is_named_before = first - start <= LONGEST_NAMED and not says and is_any(chosen, "needs", clause)
        whole = words[start:last] if is_named_before else clause
        says = says or goes_on or _says(whole, chosen, of_them=of_them, is_of_theirs=is_of_theirs)
    if says:
        yield start, end


def _says(clause: str, chosen: Sequence[Grammar], *, of_them: Collection[str], is_of_theirs: bool = False) -> bool:
    """Whether a clause has content: no courtesy, nothing of what was, and no request but one that tells a habit."""
    if is_any(chosen, "resolved", clause) and len(clause.split()) >= FEWEST_WORDS:
        return True
    about, count = topics(chosen, clause), len(clause.split())
    is_own = own_at(clause, chosen, of_them) < NOWHERE
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
        told = clause[: earliest(clause, chosen, ("request",))].rstrip(" ,")
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
    is_of_them = is_of_theirs and (is_pronoun(clause, chosen) or any(item.states.match(clause) for item in chosen))
    if about and is_of_them and count >= FEWEST_WORDS:
        return True
    has_figure = any(map(str.isdigit, clause)) and not is_any(chosen, "second", clause)
    is_terse = count >= FEWEST_WORDS and any(
        item.terse.match(clause) and not item.third.search(clause) for item in chosen
    )
    return is_terse or (has_figure and bool(about & COUNTED))


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
SINGULAR = frozenset(("phone", "address", "email", "event", "count", "finance"))
"""What has become otherwise only where it is the author's own, whether they name themselves or not."""
