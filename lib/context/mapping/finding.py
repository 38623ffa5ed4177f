"""One thing that looks wrong in what the source views give."""

from dataclasses import dataclass
from typing import Literal

MappingLevel = Literal["wrong", "slow", "advice"]
LEVELS: dict[MappingLevel, str] = {
    "wrong": "Something is not learned, or learned of somebody else.",
    "slow": "What is learned is right, but takes longer than it need.",
    "advice": "Perhaps as it should be; look at it once.",
}
"""What each level means, the gravest first."""
WIDESPREAD = 0.01


@dataclass(frozen=True)
class MappingFinding:
    """What looks wrong in a view and how to mend it; `count` of the `of` rows that were looked at show it."""

    rule: str
    level: MappingLevel
    view: str
    sentence: str
    next_step: str
    count: int
    of: int

    @property
    def is_widespread(self) -> bool:
        """Whether so many rows show it that the mapping itself, and not a row or two, is at fault."""
        return self.count >= WIDESPREAD * self.of
