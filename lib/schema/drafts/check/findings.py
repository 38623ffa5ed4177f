"""What the product's own lint says of the schema after a draft and did not before, and the other way round."""

from collections.abc import Iterable

from lib.schema import lint
from lib.schema.finding import Finding
from lib.schema.model import Schema

NOT_TOLD = {"never_analysed"}
"""Rules about rows: the shadow has none."""


def findings_of(schema: Schema, ignored: Iterable[str] = ()) -> dict[str, Finding]:
    """The findings by key, but for those that a shadow cannot tell."""
    return {item.key: item for item in lint.findings(schema, ignored) if item.rule not in NOT_TOLD}


def come_and_gone(
    before: Schema, after: Schema, ignored: Iterable[str] = ()
) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """The findings that the second schema has and the first has not, and those that are gone."""
    was, now = findings_of(before, ignored), findings_of(after, ignored)
    return (
        tuple(item for key, item in now.items() if key not in was),
        tuple(item for key, item in was.items() if key not in now),
    )
