"""Days counted from the day on which the demo is loaded, so that the demo is always up to date."""

import re
from datetime import UTC, date, datetime, time, timedelta

RELATIVE = re.compile(r"@(-?\d+)(?: (\d\d:\d\d))?")


def moment(today: date, offset: int, clock: str) -> datetime:
    """The moment `offset` days from `today` at `clock` ("HH:MM"), in UTC."""
    return datetime.combine(today + timedelta(days=offset), time.fromisoformat(clock), UTC)


def resolved(value: object, today: date) -> object:
    """`value` as a column takes it: "" is null, "@-30" a date and "@-30 18:00" a moment counted from `today`."""
    if value == "":
        return None
    written = RELATIVE.fullmatch(value) if isinstance(value, str) else None
    if written is None:
        return value
    offset = int(written[1])
    return moment(today, offset, written[2]) if written[2] else today + timedelta(days=offset)
