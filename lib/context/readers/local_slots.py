"""What a sentence states, by the patterns of `local_rules.toml`: slots with their values, and words that name kinds."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from lib.context.readers.local_sentences import in_first_person, plain
from lib.context.text.greetings import without_greeting
from lib.context.text.values.quantities import Number, numbers

_FILLER = frozenset(
    (
        "a",
        "an",
        "the",
        "now",
        "again",
        "of",
        "to",
        "is",
        "jetzt",
        "maintenant",
        "adesso",
        "ahora",
        "le",
        "la",
        "il",
        "el",
    )
)
SHORTEST_QUOTE = 12
"""Characters that a part of a sentence needs to be quoted by itself."""
_NEGATION = r"\b(?:not|\w+n't|nicht|kein\w*|pas|plus|jamais|no|non|não|never|nie|nunca|mai)\b"
_DENIAL = re.compile(_NEGATION)
_DENIED = re.compile(rf"{_NEGATION}(?:\W+\w+){{0,2}}\W*$")
"""A denial right before words: what is denied is not so, and never was."""
Patterns = Mapping[str, tuple[re.Pattern[str], ...]]


@dataclass(frozen=True)
class Slot:
    """One thing about a client that has one value at a time, or several where `many`."""

    name: str
    label: str
    compare: str
    many: bool
    is_passing: bool
    """It is about one event that comes and goes."""
    has_happened: bool
    """It holds from then on though it is told of the past ("the mortgage was approved")."""
    values: Patterns
    patterns: tuple[re.Pattern[str], ...]


@dataclass(frozen=True)
class Claim:
    """What a sentence states about one slot."""

    slot: Slot
    value: str
    is_ended: bool = False
    """It says that this no longer holds."""
    is_besides: bool = False
    """It says that this is one more value, beside the others."""

    def agrees(self, other: "Claim") -> bool:
        """Whether both can hold: the same numbers, or the words of one among the words of the other."""
        if self.is_ended != other.is_ended:
            return False
        if self.slot.values:
            return self.value == other.value
        if self.slot.compare == "numbers":
            return _same_amounts(numbers(self.value), numbers(other.value))
        ours, theirs = _words(self.value), _words(other.value)
        return ours <= theirs or theirs <= ours


@dataclass(frozen=True)
class ReadingRules:
    """Everything in `local_rules.toml`."""

    slots: tuple[Slot, ...]
    kinds: Mapping[str, Patterns]
    """The slugs that words name, by kind of fact."""
    status: Patterns
    needs: Mapping[str, Sequence[str]]
    """Slots that mean nothing without another one, by that one."""
    settled: Mapping[str, Mapping[str, Sequence[str]]]
    """Slots that are settled by type and stage of a deal."""
    no_longer: re.Pattern[str]
    instead: re.Pattern[str]
    besides: re.Pattern[str]
    offer: re.Pattern[str]
    first_person: re.Pattern[str]
    hearsay: re.Pattern[str]
    orders: re.Pattern[str]
    tones: Mapping[str, str]
    actions: Mapping[str, Mapping[str, str]]
    courtesies: re.Pattern[str]
    lexicon: Mapping[str, float]

    def claims(self, sentence: str) -> tuple[Claim, ...]:
        """What `sentence` states, also where one of us reports what the client said."""
        return _claims(sentence)

    def claims_of(self, words: str) -> tuple[Claim, ...]:
        """What a sentence in its plain form states."""
        report = self.hearsay.search(words)
        words = in_first_person(report["said"]) if report else words
        claims = (self._claim(slot, words) for slot in self.slots)
        return tuple(claim for claim in claims if claim is not None)

    def core(self, sentence: str) -> str:
        """What `sentence` states of the client: without a greeting, and a sum offered, at its beginning."""
        left = without_greeting(sentence)
        rest = left[match.end() :] if (match := self.offer.search(plain(left))) else left
        cores = [text for text in (rest, left) if len(text) >= SHORTEST_QUOTE and self.claims(text)]
        return cores[0] if cores else sentence

    def is_hearsay(self, sentence: str) -> bool:
        """Whether `sentence` reports what somebody said."""
        return self.hearsay.search(plain(sentence)) is not None

    def is_end(self, sentence: str) -> bool:
        """Whether the writer says of themselves that something no longer is so."""
        words = plain(sentence)
        return bool(self.no_longer.search(words) and self.first_person.search(words))

    def ends_wholly(self, sentence: str) -> bool:
        """Whether something no longer is so and the sentence names nothing in its place."""
        return self.is_end(sentence) and not self.instead.search(plain(sentence))

    def _claim(self, slot: Slot, words: str) -> Claim | None:
        for value, patterns in slot.values.items():
            for pattern in patterns:
                match = pattern.search(words)
                if match and not _is_denied(pattern, match):
                    return Claim(slot, value)
                if match and self.no_longer.search(words):
                    return Claim(slot, value, is_ended=True)
        for pattern in slot.patterns:
            if match := pattern.search(words):
                is_ended = self.no_longer.search(words) is not None
                if slot.many and not is_ended and _DENIED.search(words[: match.start()]):
                    return None
                return Claim(
                    slot,
                    match["value"].strip(),
                    is_ended=is_ended,
                    is_besides=slot.many or (slot.compare == "words" and self.besides.search(words) is not None),
                )
        return None


def _is_denied(pattern: re.Pattern[str], match: re.Match[str]) -> bool:
    """Whether what a pattern of a value found is denied: right before it, or within it where the value is no denial."""
    is_denial = _DENIAL.search(pattern.pattern) is not None
    return bool(_DENIED.search(match.string[: match.start()]) or (not is_denial and _DENIAL.search(match[0])))


def named(kinds: Patterns, sentence: str) -> tuple[str, ...]:
    """The kinds whose patterns match `sentence`, in the order of the file."""
    words = plain(sentence)
    return tuple(kind for kind, patterns in kinds.items() if any(pattern.search(words) for pattern in patterns))


@lru_cache(8192)
def _claims(sentence: str) -> tuple[Claim, ...]:
    """The claims of a sentence: the facts on file are read with every message."""
    return rules().claims_of(plain(sentence))


@cache
def rules() -> ReadingRules:
    """The rules, read once."""
    written = tomllib.loads(Path(__file__).with_name("local_rules.toml").read_text("utf-8"))
    return ReadingRules(
        slots=tuple(_slot(item) for item in written["slot"]),
        kinds={kind: _patterns(slugs) for kind, slugs in written["kinds"].items()},
        status=_patterns(written["status"]),
        needs=written["needs"],
        settled=written["settled"],
        no_longer=re.compile(written["no_longer"]),
        instead=re.compile(written["instead"]),
        besides=re.compile(written["besides"]),
        offer=re.compile(written["offer"]),
        first_person=re.compile(written["first_person"]),
        hearsay=re.compile(written["hearsay"]),
        orders=re.compile(written["orders"]),
        tones=written["tones"],
        actions=written["actions"],
        courtesies=re.compile(written["courtesies"], re.I),
        lexicon=written["lexicon"],
    )


def _slot(item: Mapping[str, Any]) -> Slot:
    return Slot(
        name=item["name"],
        label=item["label"],
        compare=item.get("compare", "words"),
        many=item.get("many", False),
        is_passing=item.get("is_passing", False),
        has_happened=item.get("has_happened", False),
        values=_patterns(item.get("values", {})),
        patterns=_compiled(item.get("patterns", ())),
    )


def _patterns(written: Mapping[str, Sequence[str]]) -> Patterns:
    return {name: _compiled(patterns) for name, patterns in written.items()}


def _compiled(patterns: Sequence[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in patterns)


def _same_amounts(ours: Iterable[Number], theirs: Iterable[Number]) -> bool:
    """Whether each number on either side has one of equal value on the other: 450k is 450,000."""
    left, right = list(ours), list(theirs)
    return all(any(a.values & b.values for b in right) for a in left) and all(
        any(a.values & b.values for a in left) for b in right
    )


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text)) - _FILLER
