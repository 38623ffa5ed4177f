"""What the survey of the source views found, as a document and as lines for people."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from lib.context.mapping.counts import MOST, SourceCounts
from lib.context.mapping.finding import MappingFinding
from lib.context.mapping.vocabulary import WORDS, quoted

NAMED = 10
"""Kinds, authors and directions that are counted by name; the others are counted together."""


@dataclass(frozen=True)
class MappingReport:
    """What the views give at one moment, and what looks wrong in it."""

    as_of: datetime
    counts: SourceCounts
    findings: tuple[MappingFinding, ...]

    @property
    def wrong(self) -> tuple[MappingFinding, ...]:
        """The findings that keep something from being learned."""
        return tuple(finding for finding in self.findings if finding.level == "wrong")

    @property
    def state(self) -> str:
        """The gravest level found, "ok" without any."""
        return self.findings[0].level if self.findings else "ok"


def document(report: MappingReport) -> dict[str, Any]:
    """The report as JSON: rows by view ("more than 1000000" as 1000001, null where counting took too long)."""
    counts = report.counts
    return {
        "state": report.state,
        "as_of": report.as_of,
        "rows": None if counts.totals is None else asdict(counts.totals),
        "looked_at": {
            "contacts": counts.looked_at("crm_source_contact"),
            "interactions": counts.looked_at("crm_source_interaction"),
            "opportunities": counts.looked_at("crm_source_opportunity"),
            "links": counts.looked_at("crm_source_link"),
        },
        **{f"{column}s": dict(_named(counts, column)) for column in WORDS},
        "incoming": dict(zip(("messages", "by_others"), counts.incoming, strict=True)),
        "findings": [asdict(finding) for finding in report.findings],
    }


def lines(report: MappingReport) -> Iterator[str]:
    """What the views give, and a sentence for each finding with its next step below."""
    counts = report.counts
    if counts.totals is not None:
        totals = asdict(counts.totals)
        yield f"The four views give {_listed(_many(count, name) for name, count in totals.items())}."
    sampled = counts.sampled()
    if sampled:
        whole = counts.totals is not None and sampled == counts.totals.interactions
        yield f"Looked at {'all' if whole else 'a sample of'} {sampled:,} interactions:"
        for column in WORDS:
            yield f"  {column}: {_listed(f'{word} {many:,}' for word, many in _named(counts, column))}"
        incoming, others = counts.incoming
        if incoming:
            yield f"  messages to us by others than the contact: {others:,} of {incoming:,} ({others / incoming:.0%})"
    if not report.findings:
        yield "Nothing looks wrong."
    for finding in report.findings:
        yield f"{finding.level.upper()}: {finding.sentence}"
        yield f"  {finding.next_step}"


def _named(counts: SourceCounts, column: str) -> list[tuple[str, int]]:
    """The commonest words of a column, each as a sentence may name it, and the number of all others."""
    words = list(counts.words(column).items())
    rest = sum(many for _, many in words[NAMED:])
    named = [(word if word in WORDS[column] else quoted(word), many) for word, many in words[:NAMED]]
    return [*named, ("others", rest)] if rest else named


def _many(count: int, name: str) -> str:
    if count == 1:
        return "1 " + {"opportunities": "opportunity"}.get(name, name.removesuffix("s"))
    return f"more than {MOST:,} {name}" if count > MOST else f"{count:,} {name}"


def _listed(parts: Iterable[str]) -> str:
    return ", ".join(parts)
