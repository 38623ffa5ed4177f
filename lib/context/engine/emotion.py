"""The emotion trend: how the client's own interactions sound, newest weighing most.

Each interaction is labelled once with a valence from -2 to 2 and an energy. With `age` the days between an interaction
and the *newest* labelled one, its weight is 0.5 ** (age / 30); so time alone changes nothing. Then
valence = weighted mean of (valence / 2), rounded to one decimal;
energy = weighted mean of low 0, medium 1, high 2: below 0.67 low, below 1.33 medium, else high;
stability = volatile when the weighted standard deviation of (valence / 2) over at least three labels exceeds 0.45.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import sqrt

from lib.context.model import EmotionTrend, Energy

HALF_LIFE_DAYS = 30
VOLATILE_ABOVE = 0.45
FALL_OF = 0.5
FALL_SPAN = 3
_ENERGY: dict[Energy, int] = {"low": 0, "medium": 1, "high": 2}


@dataclass(frozen=True)
class Label:
    """How one interaction of the client sounds."""

    interaction_id: str
    occurred_at: datetime
    valence: int
    energy: Energy


def trend(labels: Sequence[Label]) -> EmotionTrend:
    """The trend by the module's formula; calm in the middle where nothing is labelled."""
    if not labels:
        return EmotionTrend(valence=0.0, energy="medium", stability="stable")
    newest = max(label.occurred_at for label in labels)
    weights = [0.5 ** ((newest - label.occurred_at).total_seconds() / 86400 / HALF_LIFE_DAYS) for label in labels]
    total = sum(weights)
    values = [label.valence / 2 for label in labels]
    mean = sum(weight * value for weight, value in zip(weights, values, strict=True)) / total
    spread = sqrt(sum(weight * (value - mean) ** 2 for weight, value in zip(weights, values, strict=True)) / total)
    energy = sum(weight * _ENERGY[label.energy] for weight, label in zip(weights, labels, strict=True)) / total
    return EmotionTrend(
        valence=round(mean, 1) + 0.0,  # never -0.0
        energy="low" if energy < 2 / 3 else "medium" if energy < 4 / 3 else "high",
        stability="volatile" if len(labels) >= 3 and spread > VOLATILE_ABOVE else "stable",
    )


def is_falling(labels: Sequence[Label]) -> bool:
    """Whether the last three labels sound bad and clearly worse than the three before them."""
    ordered = [label.valence / 2 for label in sorted(labels, key=lambda item: (item.occurred_at, item.interaction_id))]
    last, before = ordered[-FALL_SPAN:], ordered[-2 * FALL_SPAN : -FALL_SPAN]
    if len(last) < FALL_SPAN or not before:
        return False
    now, then = sum(last) / len(last), sum(before) / len(before)
    return now < 0 and then - now >= FALL_OF
