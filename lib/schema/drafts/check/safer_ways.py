"""The safer way beside a statement, where one is known and measuring shows that it holds others up less."""

from collections.abc import Iterator, Sequence

from lib.schema.drafts.check.report import SaferWay
from lib.schema.drafts.check.running import measured_in_copy
from lib.schema.drafts.measure.effect import Measured
from lib.schema.drafts.measure.limits import DraftLimits
from lib.schema.drafts.safer import holds_up, safer_script, safer_steps
from lib.schema.drafts.shadow.shadow import Shadow
from lib.schema.drafts.statements import UnreadableScript, statements


def safer_ways(
    shadow: Shadow, measured: Sequence[Measured], script: str, *, limits: DraftLimits
) -> tuple[SaferWay, ...]:
    """The statements that have a safer way, which was run in their place; a way that fails is none."""
    steps = {item.statement.number: safer_steps(item, shadow.schema) for item in measured}
    steps = {number: way for number, way in steps.items() if way}
    if not steps:
        return ()
    whole = safer_script(script, (item.statement for item in measured), steps)
    try:
        parts = statements(whole)
    except UnreadableScript:  # longer than a draft may be
        return ()
    tried = measured_in_copy(shadow, parts, whole, limits=limits)
    return tuple(_better(measured, tried, {number: len(way) for number, way in steps.items()}))


def _better(measured: Sequence[Measured], tried: Sequence[Measured], lengths: dict[int, int]) -> Iterator[SaferWay]:
    at = 0
    for item in measured:
        length = lengths.get(item.statement.number, 1)
        way, at = tuple(tried[at : at + length]), at + length
        if item.statement.number in lengths and all(step.effect for step in way) and holds_up(way) < holds_up([item]):
            yield SaferWay(item.statement.number, way)
