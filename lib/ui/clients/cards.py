"""The client at a glance: name, status, summary, emotion, threads, business, risks and links, all escaped."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from lib.context.compare.drift import Point
from lib.context.store.client_view import ClientView, TimelineRun, Waiting
from lib.context.store.contact_search import called
from lib.ui.components import charts, formatting, labels
from lib.ui.components.escape import html

STATUSES = ("cold", "warm", "hot", "active", "dormant", "conflict")


def heading(seen: ClientView, unread: Waiting, due: str, *, now: datetime) -> str:
    """HTML of who this is, how old what is known of it is, and what waits; `due` is HTML.

    What waits has a line of its own even where nothing does: it comes and goes, and nothing below may move.
    """
    contact, snapshot = seen.contact, seen.snapshot
    document = snapshot.document if snapshot else {}
    name = called(contact.name, contact.email, contact.phone)
    badges = badge(document.get("relationship_status")) if snapshot else ""
    badges += "".join(
        f'<span class="orb-badge">{html(labels.spoken(role))}</span>' for role in _list(document, "roles")
    )
    facts = [html(text) for text in (contact.company, contact.email, contact.phone) if text]
    return (
        f'<div class="orb"><div class="orb-title"><h1>{html(name)}</h1>{badges}</div>'
        f"{_sub(facts)}{_sub(_state(seen, now))}{_sub(_waits(seen, unread, due))}</div>"
    )


def _sub(items: Iterable[str]) -> str:
    return f'<div class="orb-sub">{"".join(f"<span>{item}</span>" for item in items)}</div>'


def _state(seen: ClientView, now: datetime) -> Iterable[str]:
    if seen.snapshot is None:
        yield "Nothing is known yet"
        return
    step = next((step for step in seen.steps if step.version == seen.snapshot.version), None)
    at = seen.snapshot.last_updated_at
    yield f"Updated {formatting.short(at, now)}, {html(formatting.written(at))}"
    if step:
        yield f"by {html(by_whom(step))}"
    yield f"version {seen.snapshot.version}"


def _waits(seen: ClientView, unread: Waiting, due: str) -> Iterable[str]:
    if unread.count:
        new = "1 new interaction waits" if unread.count == 1 else f"{unread.count} new interactions wait"
        yield f'<span class="orb-badge orb-waits">{new}</span>'
    elif not due:
        yield "Everything on file is read" if seen.snapshot else "Nothing is on file to read"
    if due:
        yield due


def by_whom(step: TimelineRun) -> str:
    """Who made a run, in words."""
    if step.reader:
        return f"{labels.spoken(step.reader).lower()}{f' ({step.model})' if step.model else ''}"
    return step.actor or step.trigger


def badge(status: object) -> str:
    """HTML of the relationship status."""
    name = str(status)
    known = f" orb-{name}" if name in STATUSES else ""
    return f'<span class="orb-badge{known}">{html(labels.spoken(name))}</span>' if status else ""


def summary(document: Mapping[str, Any]) -> str:
    """HTML of the summary."""
    text = document.get("summary")
    body = f'<p class="orb-summary">{html(text)}</p>' if text else _none("There is no summary yet.")
    return _card("Summary", body)


def emotion(document: Mapping[str, Any], points: Sequence[Point]) -> str:
    """HTML of how the client sounds: valence over the versions as a small chart, and the three words of it."""
    trend = document.get("emotion_trend")
    if not isinstance(trend, dict):
        return _card("Emotion", _none("Not known yet."))
    valences = [point.valence for point in points if point.valence is not None]
    rows = "".join(
        f"<dt>{html(labels.spoken(name))}</dt><dd>{html(_emotion_word(name, trend.get(name)))}</dd>"
        for name in ("valence", "energy", "stability")
    )
    return _card("Emotion", f'<div class="orb-emotion">{charts.sparkline(valences)}<dl>{rows}</dl></div>')


def threads(document: Mapping[str, Any], *, now: datetime) -> str:
    """HTML of the open threads, those that need a reply first."""
    items = sorted(_items(document, "open_threads"), key=lambda item: not item.get("needs_reply"))
    lines = []
    for item in items:
        at = formatting.parsed(item.get("last_message_at"))
        when = formatting.short(at, now) if at else ""
        reply = '<span class="orb-badge orb-hot">Needs a reply</span>' if item.get("needs_reply") is True else ""
        tone = f" · tone: {html(item.get('suggested_tone'))}" if item.get("suggested_tone") else ""
        channel = labels.CHANNELS.get(str(item.get("channel")), str(item.get("channel")))
        lines.append(
            f'<li><div class="orb-line"><span>{html(item.get("topic") or "No subject")}</span>{reply}</div>'
            f"<small>{html(channel)} · {when}{tone}</small></li>"
        )
    return _card("Open threads", _lines(lines, "No conversation is open."), count=len(lines))


def opportunities(document: Mapping[str, Any]) -> str:
    """HTML of possible business with its value and the next action."""
    lines = [
        f'<li><div class="orb-line"><span>{html(labels.spoken(item.get("type")))}</span>'
        f'<span class="orb-amount">{html(formatting.money(item.get("estimated_value")))}</span></div>'
        f"<small>{html(labels.spoken(item.get('stage')))}"
        f"{' · ' + html(item['next_action']) if item.get('next_action') else ''}</small></li>"
        for item in _items(document, "opportunities")
    ]
    return _card("Opportunities", _lines(lines, "No business is in sight."), count=len(lines))


def risks(document: Mapping[str, Any]) -> str:
    """HTML of what may go wrong."""
    lines = [
        f"<li><span>{html(labels.spoken(item.get('type')))}</span><br><small>{html(item.get('note'))}</small></li>"
        for item in _items(document, "risks")
    ]
    return _card("Risks", _lines(lines, "No risk is known."), count=len(lines))


def links(document: Mapping[str, Any]) -> str:
    """HTML of where else this person is known."""
    known = document.get("system_links")
    pairs = known.items() if isinstance(known, dict) else ()
    lines = [
        f"<li><small>{html(labels.spoken(name))}</small><br><span>{html(_joined(value))}</span></li>"
        for name, value in pairs
        if value
    ]
    return _card("System links", _lines(lines, "Not linked to another system."))


def _card(title: str, body: str, *, count: int = 0) -> str:
    number = f"<span>{count}</span>" if count else ""
    return f'<section class="orb orb-card"><header><h4>{html(title)}</h4>{number}</header>{body}</section>'


def _lines(lines: Sequence[str], empty: str) -> str:
    return f"<ul>{''.join(lines)}</ul>" if lines else _none(empty)


def _none(text: str) -> str:
    return f'<p class="orb-none">{html(text)}</p>'


def _list(document: Mapping[str, Any], name: str) -> Sequence[Any]:
    value = document.get(name)
    return value if isinstance(value, list) else ()


def _items(document: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    return [item for item in _list(document, name) if isinstance(item, dict)]


def _joined(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _emotion_word(name: str, value: object) -> str:
    return f"{value:+.2f}" if name == "valence" and isinstance(value, int | float) else str(value)
