"""The worker's log: one line of JSON a run, without a word of what clients wrote."""

import json
import sys
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any


def to_standard_error(entry: dict[str, Any]) -> None:
    """Write one entry as one line."""
    sys.stderr.write(line(entry, at=datetime.now(UTC)) + "\n")
    sys.stderr.flush()


def line(entry: dict[str, Any], *, at: datetime) -> str:
    """One entry as one line of JSON that begins with its moment."""
    return json.dumps({"at": at.isoformat(timespec="milliseconds"), **entry}, default=_written, ensure_ascii=True)


def _written(value: object) -> object:
    return float(value) if isinstance(value, Decimal) else str(value)
