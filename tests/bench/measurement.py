"""One measured figure and its bound; bounds are printed, never asserted, because machines are noisy."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Measurement:
    """`value` in `unit`; `limit` is the figure to stay under (or over, where `at_least`), None for a peer beside us."""

    name: str
    value: float
    unit: str
    limit: float | None = None
    at_least: bool = False

    @property
    def holds(self) -> bool | None:
        """Whether the bound holds in this run; None where there is none."""
        if self.limit is None:
            return None
        return self.value >= self.limit if self.at_least else self.value <= self.limit
