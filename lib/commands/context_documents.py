"""The values of the engine as documents for machines: what the commands print."""

from dataclasses import asdict
from typing import Any

from lib.context.model import Fact, Outcome, Verdict
from lib.context.records import Version


def fact(value: Fact) -> dict[str, Any]:
    """One fact with its evidence, whose word it is, and when it was last confirmed."""
    return {**asdict(value), "said_by": value.said_by, "last_confirmed_at": value.last_confirmed_at}


def version(value: Version) -> dict[str, Any]:
    """One line of a history."""
    return asdict(value)


def outcome(value: Outcome) -> dict[str, Any]:
    """What one refresh did, in the published form."""
    return {
        "status": value.status,
        "version": value.version,
        "verdicts": [_verdict(item) for item in value.verdicts],
        "reader": value.reader,
        "model": value.model,
        "tokens": value.tokens,
        "duration_ms": value.duration_ms,
        "error": value.error,
    }


def _verdict(value: Verdict) -> dict[str, Any]:
    return {"operation": asdict(value.operation), "verdict": value.verdict, "reason": value.reason}
