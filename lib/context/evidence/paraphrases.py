"""Whether a statement says again what a fact took from the same sentence: it rests on the same words and figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from lib.context.evidence.grounding import unsupported
from lib.context.evidence.polarity import same_polarity
from lib.context.evidence.relatedness import label_stems, stated_names, stated_values
from lib.context.model import Evidence
from lib.context.text.languages import is_light, shared_languages
from lib.context.text.sentences import sentence_span
from lib.context.text.topics import families
from lib.context.text.values.quantities import numbers

SHARED = 0.5
"""The share of a statement's grounded words from which on one that adds only words says mostly the same."""
Repeats = Literal["wholly", "partly", "no"]


@dataclass(frozen=True)
class _Claim:
    """A text by its words without figures and names, as stems, and by those."""

    text: str
    words: frozenset[str]
    values: frozenset[str]

    def within(self, sentence: "_Claim") -> "_Claim":
        """What of it stands in the sentence."""
        return _Claim(self.text, self.words & sentence.words, self.values & sentence.values)

    @property
    def ground(self) -> frozenset[str]:
        """Its words and values together."""
        return self.words | self.values


def shared_sentence(body: str, new: Sequence[Evidence], old: Sequence[Evidence]) -> str | None:
    """The first sentence of `body` that quotes of both sides touch, or None; all of them are of that message."""
    for item in new:
        start, end = sentence_span(body, item.start, item.end)
        for other in old:
            first, last = sentence_span(body, other.start, other.end)
            if start < last and first < end:
                return body[min(start, first) : max(end, last)]
    return None


def repeats(text: str, fact: str, sentence: str, *, sent: datetime) -> Repeats:
    """Whether `text` says again what `fact` took from the same `sentence`, written at `sent`.

    Compared is which words and figures of the sentence each rests on, so that "two dogs" and "a cat" are two facts and
    "Budget is 650k" and "Can spend 650k" are one. "wholly" where `fact` says all that `text` does; "partly" where
    `text` adds words to the same ground, or says the same amount otherwise.
    """
    codes = shared_languages(text, sentence)
    if not codes or not shared_languages(text, fact) or not same_polarity(text, [fact]):
        return "no"  # in another language than the sentence nothing tells two facts from one
    found = {_in_language(code, text=text, fact=fact, sentence=sentence, sent=sent) for code in codes}
    return "wholly" if "wholly" in found else "partly" if "partly" in found else "no"


def _in_language(code: str, *, text: str, fact: str, sentence: str, sent: datetime) -> Repeats:
    new, old, said = (_claim(item, code) for item in (text, fact, sentence))
    ours, theirs = new.within(said), old.within(said)
    if not ours.ground or not theirs.ground:
        return "no"
    added = new.words - old.words
    is_said = new.values <= old.values and not unsupported(text, [(fact, sent)])
    if _amounts(text) & _amounts(fact):
        return "wholly" if is_said and all(families(word) & families(fact) for word in added) else "partly"
    if ours.ground <= theirs.ground:
        if added:
            return "partly" if ours.words or ours.ground == theirs.ground else "no"
        return "wholly" if is_said else "partly"
    is_same_ground = theirs.ground < ours.ground and new.values <= old.values
    return "partly" if is_same_ground and len(theirs.ground) >= SHARED * len(ours.ground) else "no"


def _claim(text: str, code: str) -> _Claim:
    words = frozenset(word for word in label_stems(text, code) if not is_light(word, code))
    return _Claim(text, words, stated_values(text) | stated_names(text))


def _amounts(text: str) -> frozenset[float]:
    return frozenset(max(number.values) for number in numbers(text) if number.is_amount)
