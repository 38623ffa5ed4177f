"""How a check of the policy sets an operation aside."""

from collections.abc import Sequence

from lib.context.evidence.quotes.find import FoundQuote
from lib.context.model import Fact


class Rejected(Exception):
    """The operation is set aside; carries the rule, the sentence and, where known, the quotes and the fact."""

    def __init__(
        self, rule: str, reason: str, *, quotes: Sequence[FoundQuote] = (), target: Fact | None = None
    ) -> None:
        super().__init__(reason)
        self.rule, self.reason, self.target = rule, reason, target
        self.evidence = tuple(item.evidence for item in quotes)
