"""The client at a glance: name, status, summary, emotion, threads, business, risks and links, as markup."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, get_args

from markupsafe import Markup

from lib.context.compare.drift import Point
from lib.context.model import RelationshipStatus
from lib.context.queue.due import REASONS, Due
from lib.context.store.client_view import ClientView, ReadInPart, TimelineRun, Waiting
from lib.context.store.contact_search import called
from lib.ui.clients.address import Address
from lib.ui.components import charts, formatting, labels
from lib.ui.components.markup import link

STATUSES = get_args(RelationshipStatus)


def heading(seen: ClientView, unread: Waiting, *, due: Sequence[Due], now: datetime) -> Markup:
    """Who this is, how old what is known of it is, and what waits: `due` is what a worker will read.

    What waits has a line of its own even where nothing does: it comes and goes, and nothing below may move.
    """
    contact, snapshot = seen.contact, seen.snapshot
    document = snapshot.document if snapshot else {}
    name = called(contact.name, contact.email, contact.phone)
    status = badge(document.get("relationship_status"))
    roles = Markup("").join(
        Markup('<span class="orb-badge">{}</span>').format(labels.spoken(role)) for role in _list(document, "roles")
    )
    reached = [text for text in (contact.company, contact.email, contact.phone) if text]
    return Markup('<div class="orb"><div class="orb-title"><h1>{}</h1>{}{}</div>{}{}{}</div>').format(
        name,
        status,
        roles,
        _subtitle(reached),
        _subtitle(_state(seen, now)),
        _subtitle(_waits(seen, unread, due=due, now=now)),
    )


def _subtitle(items: Iterable[str]) -> Markup:
    return Markup('<div class="orb-sub">{}</div>').format(
        Markup("").join(Markup("<span>{}</span>").format(item) for item in items)
    )


def _state(seen: ClientView, now: datetime) -> Iterable[str]:
    if seen.snapshot is None:
        yield "Nothing is known yet"
        return
    step = next((step for step in seen.steps if step.version == seen.snapshot.version), None)
    at = seen.snapshot.last_updated_at
    yield Markup("Updated {}, {}").format(formatting.short(at, now), formatting.absolute(at))
    if step:
        yield f"by {by_whom(step)}"
    yield f"version {seen.snapshot.version}"


def _waits(seen: ClientView, unread: Waiting, *, due: Sequence[Due], now: datetime) -> Iterable[str]:
    if unread.count:
        new = "1 new interaction waits" if unread.count == 1 else f"{unread.count} new interactions wait"
        yield Markup('<span class="orb-badge orb-waits">{}</span>').format(new)
    elif not due:
        yield "Everything on file is read" if seen.snapshot else "Nothing is on file to read"
    if seen.read_in_part:
        yield _in_part(seen.read_in_part)
    for item in due:
        yield due_sentence(item, now=now)


def _in_part(texts: Sequence[ReadInPart]) -> str:
    """What was not read of long texts, so that nobody takes them for read."""
    if len(texts) > 1:
        return f"Of {len(texts)} long messages only the beginning was read"
    return f"Of 1 long message only the first {texts[0].shown:,} of {texts[0].written:,} characters were read"


def due_sentence(item: Due, *, now: datetime) -> Markup:
    """What a worker will read, why, and since when it waits, in words.

    The reason of a single failure is told where it happened and in the history.
    """
    state = item.state(now)
    why = Markup("{}, {}").format(REASONS[item.reason], formatting.short(item.since, now))
    if state == "waiting":
        return Markup("Will be read by itself {}: {}").format(formatting.short(item.due_at, now), why)
    if state in ("resting", "needs attention"):
        again = Markup(", tried again {}").format(formatting.short(item.next_at, now)) if item.next_at else ""
        because = f": {item.error}" if item.error and state == "needs attention" else ""
        return Markup("{} after {}{}{}").format(state.capitalize(), formatting.failures(item.attempts), again, because)
    return Markup("{}: {}").format(state.capitalize(), why)


def by_whom(step: TimelineRun) -> str:
    """Who made a run, in words."""
    if step.reader:
        return f"{labels.spoken(step.reader).lower()}{f' ({step.model})' if step.model else ''}"
    return step.actor or step.trigger


def badge(status: object) -> Markup:
    """The relationship status; empty where there is none."""
    if not status:
        return Markup("")
    known = f" orb-{status}" if str(status) in STATUSES else ""
    return Markup('<span class="orb-badge{}">{}</span>').format(known, labels.spoken(status))


def summary(document: Mapping[str, Any]) -> Markup:
    """The summary."""
    text = document.get("summary")
    body = Markup('<p class="orb-summary">{}</p>').format(text) if text else _none("There is no summary yet.")
    return _card("Summary", body)


def emotion(document: Mapping[str, Any], points: Sequence[Point]) -> Markup:
    """How the client sounds: valence over the versions as a small chart, and the three words of it."""
    trend = document.get("emotion_trend")
    if not isinstance(trend, dict):
        return _card("Emotion", _none("Not known yet."))
    valences = [point.valence for point in points if point.valence is not None]
    rows = Markup("").join(
        Markup("<dt>{}</dt><dd>{}</dd>").format(labels.spoken(name), _emotion_word(name, trend.get(name)))
        for name in ("valence", "energy", "stability")
    )
    return _card(
        "Emotion", Markup('<div class="orb-emotion">{}<dl>{}</dl></div>').format(charts.sparkline(valences), rows)
    )


def threads(document: Mapping[str, Any], *, here: Address, now: datetime) -> Markup:
    """The open threads, those that need a reply first; each leads to its conversation."""
    items = sorted(_items(document, "open_threads"), key=lambda item: not item.get("needs_reply"))
    lines = [_thread(item, here, now) for item in items]
    return _card("Open threads", _lines(lines, "No conversation is open."), count=len(lines))


def _thread(item: Mapping[str, Any], here: Address, now: datetime) -> Markup:
    at = formatting.parsed(item.get("last_message_at"))
    reply = Markup('<span class="orb-badge orb-hot">Needs a reply</span>') if item.get("needs_reply") is True else ""
    return Markup('<li><div class="orb-line"><span>{}</span>{}</div><small>{} · {}{}</small></li>').format(
        link(here.conversation(thread=str(item.get("thread_id") or "")), item.get("topic") or "No subject"),
        reply,
        labels.CHANNELS.get(str(item.get("channel")), item.get("channel")),
        formatting.short(at, now) if at else "",
        f" · tone: {item['suggested_tone']}" if item.get("suggested_tone") else "",
    )


def opportunities(document: Mapping[str, Any]) -> Markup:
    """Possible business with its value and the next action."""
    line = Markup(
        '<li><div class="orb-line"><span>{}</span><span class="orb-amount">{}</span></div><small>{}{}</small></li>'
    )
    lines = [
        line.format(
            labels.spoken(item.get("type")),
            formatting.money(item.get("estimated_value")),
            labels.spoken(item.get("stage")),
            f" · {item['next_action']}" if item.get("next_action") else "",
        )
        for item in _items(document, "opportunities")
    ]
    return _card("Opportunities", _lines(lines, "No business is in sight."), count=len(lines))


def risks(document: Mapping[str, Any]) -> Markup:
    """What may go wrong."""
    line = Markup("<li><span>{}</span><br><small>{}</small></li>")
    lines = [line.format(labels.spoken(item.get("type")), item.get("note")) for item in _items(document, "risks")]
    return _card("Risks", _lines(lines, "No risk is known."), count=len(lines))


def links(document: Mapping[str, Any]) -> Markup:
    """Where else this person is known."""
    known = document.get("system_links")
    pairs = known.items() if isinstance(known, dict) else ()
    line = Markup("<li><small>{}</small><br><span>{}</span></li>")
    lines = [line.format(labels.spoken(name), _joined(value)) for name, value in pairs if value]
    return _card("System links", _lines(lines, "Not linked to another system."))


def _card(title: str, body: Markup, *, count: int = 0) -> Markup:
    number = Markup("<span>{}</span>").format(count) if count else ""
    return Markup('<section class="orb orb-card"><header><h4>{}</h4>{}</header>{}</section>').format(
        title, number, body
    )


def _lines(lines: Sequence[Markup], empty: str) -> Markup:
    return Markup("<ul>{}</ul>").format(Markup("").join(lines)) if lines else _none(empty)


def _none(text: str) -> Markup:
    return Markup('<p class="orb-none">{}</p>').format(text)


def _list(document: Mapping[str, Any], name: str) -> Sequence[Any]:
    value = document.get(name)
    return value if isinstance(value, list) else ()


def _items(document: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    return [item for item in _list(document, name) if isinstance(item, dict)]


def _joined(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _emotion_word(name: str, value: object) -> str:
    return f"{value:+.2f}" if name == "valence" and isinstance(value, int | float) else str(value)
