"""What an agent is told of a draft: where it stands, what to mend, and how; the gravest first, within a budget."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import Field

from lib.agent_answer import AgentAnswer, Shape, fitted
from lib.schema.drafts.check.report import verdict_of
from lib.schema.drafts.proposed import Twin
from lib.schema.drafts.review.grave import grave_effects
from lib.schema.drafts.safer import safer_version
from lib.schema.drafts.store import SchemaDraft
from lib.schema.names import written


class DraftPoint(Shape):
    """One thing that a check found."""

    kind: str = Field(description="error, grave, waits, change, depends, finding, rows, exists, or not brought back.")
    text: str


class DraftAnswer(AgentAnswer):
    """A draft and what is known of it."""

    draft: int
    version: int
    title: str
    state: str = Field(description="new, passed, failed, approved, refused, exported or landed.")
    verdict: str = Field(description="The newest check in a line; empty where there was none.")
    decided: str = Field(description="What a person decided, with the reason.")
    next_step: str
    points: list[DraftPoint] = Field(description="The gravest first.")
    safer_sql: str = Field(description="The whole draft in steps that hold others up less; empty where none is known.")
    sql: str = Field(description="The SQL, where it was asked for.")


def draft_answer(
    of: SchemaDraft,
    twins: Sequence[Twin],
    *,
    offset: int = 0,
    max_tokens: int | None = None,
    with_sql: bool = False,
) -> DraftAnswer:
    """A draft with its newest check; as many points as fit."""
    report = of.report or {}
    points = [*_exists(twins), *(_points(report) if report else ())]

    def made(part: Sequence[DraftPoint], left_out: str, more: str) -> DraftAnswer:
        decided = f"{of.decision} by {of.decided_by}: {of.reason}" if of.decision else ""
        return DraftAnswer(
            draft=of.draft,
            version=of.version,
            title=of.title,
            state=of.state,
            verdict=verdict_of(report) if report else "",
            decided=decided,
            next_step=_next_step(of),
            points=list(part),
            safer_sql=safer_version(of.sql, report) if report and not of.has_left else "",
            sql=of.sql if with_sql else "",
            left_out=left_out,
            more=more,
        )

    return fitted(points, made, offset=offset, max_tokens=max_tokens)


def _next_step(of: SchemaDraft) -> str:
    if of.check_state is None:
        return f"draft_check({of.draft})"
    if of.check_state == "failed":
        return f"Mend the SQL, then draft_propose(draft={of.draft}) and draft_check({of.draft})."
    if of.decision == "refused":
        return f"Read the reason, then draft_propose(draft={of.draft})."
    return "Nothing: a person reviews it and hands it over." if not of.has_left else "Nothing: it was handed over."


def _exists(twins: Sequence[Twin]) -> Iterator[DraftPoint]:
    for twin in twins:
        places = ", ".join(
            (written(hit.table) + (f".{hit.column}" if hit.column else "")) if hit.table else hit.name
            for hit in twin.hits
        )
        yield DraftPoint(kind="exists", text=f"{twin.name} may be there already: {places}.")


def _points(report: Mapping[str, Any]) -> Iterator[DraftPoint]:
    def point(kind: str, text: str) -> DraftPoint:
        return DraftPoint(kind=kind, text=text)

    for item in report["statements"]:
        if item["error"]:
            yield point("error", f"Statement {item['number']}: {item['error']}")
    for row in report["rows"]:
        if row["violations"] or row["unknown"]:
            count = f"{row['violations']:,} rows forbid it" if row["violations"] else f"unknown: {row['unknown']}"
            yield point("rows", f"{row['probe']}: {count}")
    for effect in grave_effects(report):
        yield from (point("grave", f"{effect.kind}: {reason}") for reason in effect.reasons)
    for item in report["statements"]:
        for lock in item["locks"]:
            if lock["blocks"] != "nothing":
                rewrites = f", rewrites {', '.join(item['rewritten'])}" if item["rewritten"] else ""
                yield point(
                    "waits", f"Statement {item['number']}: {lock['blocks']} of {lock['relation']} wait{rewrites}."
                )
    for item in report["findings"]["added"]:
        yield point("finding", f"{item['level']} {item['key']}: {item['reason']} {item['remedy']}")
    yield from (point("depends", f"{item['kind']} {item['name']}") for item in report["dependents"])
    yield from (point("not brought back", text) for text in report["rollback"]["irreversible"])
    for change in report["changes"]:
        of = f" of {change['table']}" if change["table"] else ""
        what = f"{change['severity']}: {change['kind']} {change['what']} {change['name']}{of}"
        yield point("change", f"{what} {change['attribute']}".rstrip())
