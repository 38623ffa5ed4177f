"""The client page: the diff of two snapshots."""

from collections.abc import Iterable
from statistics import median
from time import perf_counter
from typing import Any

from lib.context.diff import compare
from lib.context.interval import Recorded
from lib.context.model import Evidence, Fact
from tests.bench.measurement import Measurement
from tests.context_histories import context, evidence

STATEMENTS = ("Interested in {n} flats near the harbour", "Paid the deposit for table {n}", "Has {n} cousins in Volos")


def measure() -> Iterable[Measurement]:
    """The speed lines of the client page."""
    facts, old, new = _snapshots(200)
    recorded = [Recorded(fact.id, fact.added_version, item) for fact in facts for item in fact.evidence]

    def ledger() -> None:
        compare(old, new, old_version=1, new_version=2, facts=facts, recorded=recorded)

    yield Measurement("diff of two snapshots, 200 facts, 12 changes", _milliseconds(ledger), "ms", 5)
    yield Measurement("the same without a ledger", _milliseconds(lambda: compare(old, new)), "ms", 5)
    strangers = context(key_facts=[f"Statement {n} of somebody quite different, number {n * 7}" for n in range(200)])
    yield Measurement("two objects with nothing in common", _milliseconds(lambda: compare(old, strangers)), "ms")


def _snapshots(count: int) -> tuple[tuple[Fact, ...], dict[str, Any], dict[str, Any]]:
    """A ledger whose second version contradicts six facts and adds six, and its two objects."""
    proof: Evidence = evidence(1)
    first = [
        Fact(n, "key_fact", "", STATEMENTS[n % 3].format(n=n), "active", 1, evidence=(proof,))
        for n in range(1, count + 1)
    ]
    ended = [
        Fact(
            n, "key_fact", "", first[n - 1].text, "contradicted", 1, 2, superseded_by=count + n, reason="So they said."
        )
        for n in range(1, 7)
    ]
    come = [
        Fact(count + n, "key_fact", "", f"Now has {n} of them after all", "active", 2, evidence=(proof,))
        for n in range(1, 13)
    ]
    return (*ended, *first[6:], *come), context(tuple(first)), context((*first[6:], *come))


def _milliseconds(call: Any, *, times: int = 15) -> float:
    taken = []
    for _ in range(times):
        start = perf_counter()
        call()
        taken.append((perf_counter() - start) * 1000)
    return median(taken)
