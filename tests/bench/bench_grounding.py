"""How well the check of support tells true claims from false ones; skipped where the dialogues are absent."""

import json
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from lib.context.evidence.grounding import unsupported
from lib.context.evidence.relatedness import ENOUGH, overlap
from tests.bench.measurement import Measurement

DIALOGUES = Path(__file__).parents[3] / "shared" / "eval" / "sgd_homes_restaurants.json"
SENT = datetime(2019, 3, 1, 12, tzinfo=UTC)  # the day from which the dialogues count


@dataclass(frozen=True)
class Pair:
    """What a turn says of one slot, in its own words, and in which dialogue."""

    dialogue: str
    slot: str
    value: str
    turn: str

    @property
    def claim(self) -> str:
        """The statement that a reader would make of it."""
        return f"{self.slot.replace('_', ' ').capitalize()}: {self.value}"


def measure() -> Iterable[Measurement]:
    """The figures; none where the data is absent, and a line that says so."""
    if not DIALOGUES.is_file():
        print(f"skipped: {DIALOGUES.name} is not there")
        return
    pairs = list(_pairs())
    chance = random.Random(1)
    began = perf_counter()
    kept = [not unsupported(pair.claim, [(pair.turn, SENT)]) for pair in pairs]
    yield Measurement("one check of support, mean", (perf_counter() - began) * 1000 / len(pairs), "ms", 1)
    yield share("true claims kept", kept, 94)
    wrong = [not unsupported(claim, [(turn, SENT)]) for claim, turn in _wrong(pairs, chance)]
    yield share("wrong value refused", [not passed for passed in wrong], 97)
    unrelated = list(_unrelated(pairs, chance))
    yield share("unrelated quote refused", [not is_held(claim, turn) for claim, turn in unrelated], 95)
    yield share("true claims kept, with the words compared", [is_held(pair.claim, pair.turn) for pair in pairs], 94)


def is_held(claim: str, turn: str) -> bool:
    """Whether the turn supports the claim, by its figures, names and polarity and by enough of its words."""
    common = overlap(claim, turn)
    return not unsupported(claim, [(turn, SENT)]) and (common is None or common >= ENOUGH)


def _pairs() -> Iterator[Pair]:
    for dialogue in json.loads(DIALOGUES.read_text("utf-8")):
        for turn in dialogue["turns"]:
            for slot in turn["slots"] if turn["by"] == "contact" else ():
                value = turn["text"][slot["start"] : slot["end"]]
                yield Pair(dialogue["id"], slot["slot"], value, turn["text"])


def _wrong(pairs: list[Pair], chance: random.Random) -> Iterator[tuple[str, str]]:
    """Each turn with another value of the same slot, one that the turn does not contain."""
    values = defaultdict(set)
    for pair in pairs:
        values[pair.slot].add(pair.value)
    for pair in pairs:
        others = sorted(value for value in values[pair.slot] if value.lower() not in pair.turn.lower())
        others = [value for value in others if value.lower() != pair.value.lower()]
        if others:
            value = chance.choice(others)
            yield Pair(pair.dialogue, pair.slot, value, pair.turn).claim, pair.turn


def _unrelated(pairs: list[Pair], chance: random.Random) -> Iterator[tuple[str, str]]:
    """Each claim with a turn of another dialogue that does not say its value."""
    for pair in pairs:
        other = chance.choice(pairs)
        if other.dialogue != pair.dialogue and pair.value.lower() not in other.turn.lower():
            yield pair.claim, other.turn


def share(name: str, holds: list[bool], limit: float) -> Measurement:
    """The share of `holds` that are true, in percent."""
    return Measurement(f"{name} (of {len(holds)})", 100 * sum(holds) / len(holds), "%", limit, at_least=True)
