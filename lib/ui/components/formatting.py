"""Dates and amounts as people read them: with their zone, and as "3 days ago"."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import humanize
import streamlit as st
from markupsafe import Markup


def now() -> datetime:
    """This moment; the one place where the page looks at the clock."""
    return datetime.now(UTC)


def minute(now: datetime) -> datetime:
    """The minute that `now` is in: what is written of it holds so long."""
    return now.replace(second=0, microsecond=0)


def zone() -> ZoneInfo:
    """The time zone of the reader's browser, UTC where it is not known."""
    try:
        return ZoneInfo(st.context.timezone or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def ago(moment: datetime, now: datetime) -> str:
    """How long ago, or in how long, in words."""
    return humanize.naturaltime(moment, when=now)


def day(moment: datetime, now: datetime) -> str:
    """The day where the reader is, with the year where that is another than today's: "19 Nov", "3 May 2025"."""
    local, today = moment.astimezone(zone()), now.astimezone(zone())
    return f"{local.day} {local:%b}" + (f" {local.year}" if local.year != today.year else "")


def absolute(moment: datetime, place: ZoneInfo | None = None) -> str:
    """The day and the minute with the zone, by default the reader's: "19 Nov 2026, 16:03 EET"."""
    local = moment.astimezone(place or zone())
    return f"{local.day} {local:%b %Y, %H:%M} {local.tzname()}"


def both(moment: datetime, now: datetime, place: ZoneInfo | None = None) -> str:
    """The date in both ways, as plain text."""
    return f"{ago(moment, now)} · {absolute(moment, place)}"


def short(moment: datetime, now: datetime) -> Markup:
    """ "3 days ago" that tells the date with its zone when pointed at, and to a screen reader."""
    full, relative = absolute(moment), ago(moment, now)
    return Markup('<time datetime="{}" title="{}" aria-label="{}, {}">{}</time>').format(
        moment.isoformat(), full, relative, full, relative
    )


def parsed(value: object) -> datetime | None:
    """The moment that a stored object writes as text; None where it is none."""
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def money(value: object) -> str:
    """An amount with its thousands apart, "no value yet" where there is none; the object names no currency."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return "no value yet"
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}"


def failures(count: int) -> str:
    """How many failures in a row, in words."""
    return "1 failure" if count == 1 else f"{count} failures"
