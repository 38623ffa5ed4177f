"""The verdicts on the operations of one run, one after the other."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from lib.context.engine.ledger import Ledger
from lib.context.engine.policy.adding import add, restate
from lib.context.engine.policy.ending import contradict, end
from lib.context.engine.policy.located_quotes import located_quotes
from lib.context.engine.policy.rejected import Rejected
from lib.context.engine.policy.run_input import RunInput
from lib.context.engine.proposals import Malformed, operation, unreadable
from lib.context.model import Fact, Verdict

MOST_OPERATIONS = 12
"""Operations that are judged in one run."""
_RULES = {"add": add, "restate": restate, "contradict": contradict, "end": end}


@dataclass(frozen=True)
class Judgement:
    """The verdict on each operation in order, and the ledger after them; new facts have negative ids."""

    verdicts: tuple[Verdict, ...]
    facts: tuple[Fact, ...]


def judge(facts: Sequence[Fact], operations: Sequence[Any], run_input: RunInput, *, version: int) -> Judgement:
    """The verdicts on `operations` (as the reader wrote them) and the facts of `version`, the one being made."""
    ledger = Ledger(tuple(facts), version)
    verdicts: list[Verdict] = []
    carried: Counter[str] = Counter()
    for number, item in enumerate(operations):
        proposal = None
        run_input = _with_earlier(run_input, verdicts)
        try:
            proposal = operation(item)
            if number >= MOST_OPERATIONS:
                raise Rejected("too_many", f"Only the first {MOST_OPERATIONS} operations of a run are judged.")
            quotes = located_quotes(proposal, run_input, carried=carried)
            ledger, verdict = _RULES[proposal.op](ledger, proposal, quotes=quotes, run_input=run_input)
            carried.update({item.evidence.interaction_id for item in quotes})
        except Malformed as wrong:
            verdict = Verdict(unreadable(item), "rejected", reason=str(wrong), rule="malformed")
        except Rejected as wrong:
            assert proposal is not None  # noqa: S101  only a readable operation is judged
            verdict = Verdict(
                proposal,
                "rejected",
                reason=wrong.reason,
                rule=wrong.rule,
                evidence=wrong.evidence,
                target_id=wrong.target.id if wrong.target else run_input.facts.get(proposal.fact),
            )
        verdicts.append(verdict)
    return Judgement(tuple(verdicts), ledger.facts)


def _with_earlier(run_input: RunInput, verdicts: Sequence[Verdict]) -> RunInput:
    """`run_input` in which the fact of the newest verdict has the alias of its operation, the first being op1.

    So a later value of the same answer ends an earlier one, and both stand in the ledger.
    """
    if not verdicts or verdicts[-1].fact_id is None:
        return run_input
    return replace(run_input, facts={**run_input.facts, f"op{len(verdicts)}": verdicts[-1].fact_id})
