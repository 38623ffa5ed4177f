"""The result of an evaluation: as one JSON document, and as the tables that people read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from lib.context.evaluate.attacks import ATTACKS
from lib.context.evaluate.case import HALVES, Case
from lib.context.evaluate.score import Tally, total
from lib.context.share import Share

DIGITS = 4
MEASURES: dict[str, Callable[[Tally], Share]] = {
    "facts found": lambda tally: tally.recall,
    "facts that are right": lambda tally: tally.precision,
    "endings right": lambda tally: tally.right_endings,
    "traps resisted": lambda tally: tally.resisted,
    "needs-reply right": lambda tally: tally.right_replies,
}
"""The shares of an evaluation by what people call them."""
HALF_WORDS = {"development": "development", "held_back": "held back"}


@dataclass(frozen=True)
class Evaluation:
    """What a reader made of a corpus: the counts of each case, and what it took."""

    reader: str
    model: str | None
    prompt_version: str
    tallies: tuple[tuple[Case, Tally], ...]
    attacks: Mapping[str, Share]
    refused: Mapping[str, int]
    """Proposals set aside, by the rule that did it."""
    runs: int
    failed: int
    tokens: int
    cost: Decimal | None
    seconds: float
    """Seconds that a model was asked for; 0 where none is, so that the same reading gives the same document."""

    @property
    def total(self) -> Tally:
        """The counts of all cases."""
        return total(tally for _, tally in self.tallies)

    def by(self, named: Callable[[Case], str]) -> dict[str, Tally]:
        """The counts by what `named` calls a case, without those it has no name for; in order of the names."""
        names = sorted({named(case) for case, _ in self.tallies} - {""})
        return {name: total(tally for case, tally in self.tallies if named(case) == name) for name in names}

    @property
    def halves(self) -> dict[str, Tally]:
        """The counts of the two halves, where the corpus has them."""
        tallies = self.by(lambda case: case.half)
        return {name: tallies[name] for name in HALVES if name in tallies}


def document(evaluation: Evaluation) -> dict[str, Any]:
    """The published document; what stands behind "seconds" may grow."""
    return {
        "reader": evaluation.reader,
        "model": evaluation.model,
        "prompt_version": evaluation.prompt_version,
        **counts(evaluation.total),
        "tokens": evaluation.tokens,
        "cost": None if evaluation.cost is None else float(evaluation.cost),
        "seconds": evaluation.seconds,
        **details(evaluation.total),
        "attacks": {name: _share(share, "refused", "tried") for name, share in evaluation.attacks.items()},
        "refused": dict(evaluation.refused),
        "runs": {"all": evaluation.runs, "failed": evaluation.failed},
        "halves": {name: {**counts(tally), **details(tally)} for name, tally in evaluation.halves.items()},
        "languages": _tallies(evaluation.by(lambda case: case.language)),
        "topics": _tallies(evaluation.by(lambda case: case.topic)),
    }


def counts(tally: Tally) -> dict[str, Any]:
    """The counts under the names of the published document."""
    return {
        "cases": tally.cases,
        "facts": {"gold": tally.gold, "found": tally.found, "recall": _rounded(tally.recall.value)},
        "endings": {"gold": tally.endings, "right": tally.ended, "recall": _rounded(tally.right_endings.value)},
        "wrong": {"traps": tally.traps, "taken": tally.taken, "unlisted": tally.unlisted},
        "needs_reply": {"gold": tally.threads, "right": tally.told},
    }


def details(tally: Tally) -> dict[str, Any]:
    """The counts beyond those, and the interval of each share."""
    return {
        "stated": {"facts": tally.facts, "right": tally.precise, "precision": _rounded(tally.precision.value)},
        "not_ended": {"stale_alive": tally.stale, "omitted": tally.omitted, "disputed": tally.disputed},
        "misattributed": tally.misattributed,
        "shares": {name: _share(measure(tally), "right", "of") for name, measure in MEASURES.items()},
    }


def overview(evaluation: Evaluation) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """The columns and rows of the first table: each measure, of each half where there are halves."""
    parts = {HALF_WORDS[name]: tally for name, tally in evaluation.halves.items()}
    if len(parts) != 1:
        parts["all" if parts else "the corpus"] = evaluation.total
    tallies = parts.values()
    rows = [(name, *(str(measure(tally)) for tally in tallies)) for name, measure in MEASURES.items()]
    rows += [
        ("endings not right: the old fact is still active", *(str(tally.stale) for tally in tallies)),
        ("endings not right: the new fact was not found", *(str(tally.omitted) for tally in tallies)),
        ("endings not right: disputed", *(str(tally.disputed) for tally in tallies)),
        ("facts that rest on nothing listed", *(str(tally.unlisted) for tally in tallies)),
        ("facts told as the contact's own, of other people's words", *(str(tally.misattributed) for tally in tallies)),
        ("cases", *(str(tally.cases) for tally in tallies)),
    ]
    return ("measure", *parts), rows


def groups(evaluation: Evaluation, named: Callable[[Case], str]) -> list[tuple[str, ...]]:
    """The rows of a table with a line a language or topic: its cases and each measure."""
    return [
        (name, str(tally.cases), *(_short(measure(tally)) for measure in MEASURES.values()))
        for name, tally in evaluation.by(named).items()
    ]


def attack_rows(evaluation: Evaluation) -> list[tuple[str, str, str]]:
    """The rows of the table of attacks: its name, what it tries, and how many were refused."""
    return [(name, ATTACKS[name], str(share)) for name, share in evaluation.attacks.items()]


def _tallies(tallies: Mapping[str, Tally]) -> dict[str, Any]:
    return {name: counts(tally) for name, tally in tallies.items()}


def _share(share: Share, right: str, of: str) -> dict[str, Any]:
    interval = None if share.interval is None else [_rounded(bound) for bound in share.interval]
    return {right: share.right, of: share.of, "share": _rounded(share.value), "interval": interval}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, DIGITS)


def _short(share: Share) -> str:
    return "-" if share.value is None else f"{100 * share.value:.1f} % of {share.of}"
