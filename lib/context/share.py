"""How many of how many, and how sure that is."""

from dataclasses import dataclass
from math import sqrt

Z = 1.959963984540054
"""Standard errors on each side of an interval that holds the true share 95 times in a hundred."""


@dataclass(frozen=True)
class Share:
    """`right` of `of`."""

    right: int
    of: int

    @property
    def value(self) -> float | None:
        """The share from 0 to 1, None of nothing."""
        return self.right / self.of if self.of else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """The 95 % interval of Wilson (1927), from 0 to 1; None of nothing."""
        if not self.of:
            return None
        share, many = self.right / self.of, self.of
        middle = share + Z * Z / (2 * many)
        margin = Z * sqrt(share * (1 - share) / many + Z * Z / (4 * many * many))
        low, high = (middle - margin) / (1 + Z * Z / many), (middle + margin) / (1 + Z * Z / many)
        return max(0.0, min(low, share)), min(1.0, max(high, share))

    def __str__(self) -> str:
        if self.value is None or self.interval is None:
            return "0 of 0"
        low, high = self.interval
        return f"{self.right} of {self.of}, {100 * self.value:.1f} % [{100 * low:.1f}, {100 * high:.1f}]"


def difference(before: Share, after: Share) -> tuple[float, float, float] | None:
    """By how much `after` is above `before`, with its 95 % interval (Newcombe 1998, method 10); None of nothing."""
    if before.value is None or after.value is None or before.interval is None or after.interval is None:
        return None
    change = after.value - before.value
    low = change - sqrt((after.value - after.interval[0]) ** 2 + (before.interval[1] - before.value) ** 2)
    high = change + sqrt((after.interval[1] - after.value) ** 2 + (before.value - before.interval[0]) ** 2)
    return change, low, high
