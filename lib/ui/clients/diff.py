"""Draws what changed between two versions: a card a section, words marked inside sentences, everything escaped."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from lib.context.compare import diff, matching
from lib.context.compare.diff import ContextChange, Diff
from lib.context.model import Evidence
from lib.context.text import word_diff
from lib.ui.components import formatting, labels
from lib.ui.components.escape import html

PLAIN = ("topic", "type", "note", "next_action")
"""Fields that need no name before them."""
SLUGS = ("type", "stage", "roles", "relationship_status")
"""Fields and sections whose values are slugs."""
VERBS = {"changed": "changed", "removed": "gone"}


def cards(
    made: Diff,
    old: Mapping[str, Any],
    new: Mapping[str, Any],
    *,
    now: datetime,
    side_by_side: bool = False,
    unchanged: bool = False,
) -> str:
    """HTML of a card for each section that changed, derived fields in a group of their own below."""
    names = [*diff.SECTIONS, *(name for name in made.sections if name not in diff.SECTIONS)]
    groups = []
    for derived in (False, True):
        drawn = []
        for name in names:
            changes = made.of(name, derived=derived)
            kept = _unchanged(name, old, new, made) if unchanged and derived == (name in diff.DERIVED) else ()
            if changes or kept:
                drawn.append(_card(name, changes, kept, now=now, side_by_side=side_by_side))
        if drawn and derived:
            groups.append('<h3 class="orb-group">Follows from rows and the clock</h3>')
        groups += drawn
    return f'<div class="orb-diff">{"".join(groups)}</div>'


def counted(counts: Mapping[str, int]) -> str:
    """The counts as one line: "2 added · 1 contradicted", what is derived last."""
    ordered = sorted(counts.items(), key=lambda count: count[0] == "derived")
    return " · ".join(f"{number} {VERBS.get(kind, kind)}" for kind, number in ordered)


def marked(old: str, new: str) -> str:
    """HTML of `new` with the words that were cut and those that are new marked."""
    return "".join(_span(span) for span in word_diff.spans(old, new))


def quotation(item: Evidence, *, now: datetime) -> str:
    """HTML of one quote with who said it and when."""
    author = labels.AUTHORS.get(item.author, item.author)
    against = " against it" if item.stance == "contradicts" else ""
    return (
        f"<figure class='orb-quote'><blockquote>{html(item.quote)}</blockquote>"
        f"<figcaption>{html(author)}{against}, {formatting.short(item.occurred_at, now)}</figcaption></figure>"
    )


def _card(
    name: str, changes: Sequence[ContextChange], kept: Iterable[Any], *, now: datetime, side_by_side: bool
) -> str:
    counts: dict[str, int] = {}
    for item in changes:
        counts[item.kind] = counts.get(item.kind, 0) + 1
    rows = [_row(item, now=now, side_by_side=side_by_side) for item in changes]
    rows += [f'<li class="orb-same">{_whole(item, name)}</li>' for item in kept]
    label = counted(counts) or "unchanged"
    return (
        f'<section class="orb-card"><header><h4>{html(labels.spoken(name))}</h4><span>{html(label)}</span></header>'
        f"<ul>{''.join(rows)}</ul></section>"
    )


def _row(item: ContextChange, *, now: datetime, side_by_side: bool) -> str:
    notes = f'<p class="orb-reason">{html(item.reason)}</p>' if item.reason else ""
    notes += "".join(quotation(one, now=now) for one in item.evidence)
    body = _two_columns(item) if side_by_side else _one_column(item)
    kind = VERBS.get(item.kind, item.kind)
    return (
        f'<li class="orb-{item.kind}"><span class="orb-kind">{html(kind)}</span>'
        f'<div class="orb-body">{body}{notes}</div></li>'
    )


def _one_column(item: ContextChange) -> str:
    if diff.same(item.old, item.new):
        return _whole(item.new, item.section)
    if item.old is None or item.new is None:
        tag = "ins" if item.old is None else "del"
        return f"<{tag}>{_whole(item.new if item.old is None else item.old, item.section)}</{tag}>"
    if item.fields:
        return _head(item.new) + "".join(_field(name, item.old.get(name), item.new.get(name)) for name in item.fields)
    return f"<p>{_value_change(item.old, item.new, item.section)}</p>"


def _two_columns(item: ContextChange) -> str:
    if diff.same(item.old, item.new):
        return _whole(item.new, item.section)
    before, after = ("" if side is None else _text(side, item.section) for side in (item.old, item.new))
    spans = word_diff.spans(before, after)
    left = "".join(_span(span) for span in spans if span.kind != "new")
    right = "".join(_span(span) for span in spans if span.kind != "cut")
    return f'<div class="orb-sides"><div>{left or "—"}</div><div>{right or "—"}</div></div>'


def _field(name: str, old: Any, new: Any) -> str:
    return f"<p><small>{html(labels.spoken(name))}</small> {_value_change(old, new, name)}</p>"


def _value_change(old: Any, new: Any, name: str = "") -> str:
    before, after = _text(old, name), _text(new, name)
    if isinstance(old, str) and isinstance(new, str) and (" " in old or " " in new):
        return marked(before, after)
    return f"<del>{html(before)}</del> → <ins>{html(after)}</ins>"


def _span(span: word_diff.Span) -> str:
    tag = {"cut": "del", "new": "ins"}.get(span.kind)
    return f"<{tag}>{html(span.text)}</{tag}>" if tag else html(span.text)


def _head(item: Mapping[str, Any]) -> str:
    """What an item with fields is about."""
    about = item.get("topic") or item.get("type")
    return f"<p><b>{html(labels.spoken(about))}</b></p>" if about else ""


def _whole(item: Any, section: str) -> str:
    """An item of a section as it stands: a sentence, or its fields in words."""
    return f"<span>{html(_text(item, section))}</span>"


def _text(value: Any, name: str = "") -> str:
    """One value in words, whatever it is; `name` is its field or section."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if name == "estimated_value":
        return formatting.money(value)
    if name in SLUGS and isinstance(value, str):
        return labels.spoken(value)
    if isinstance(value, dict) and "topic" in value:
        reply = "needs a reply" if value.get("needs_reply") is True else "needs no reply"
        return f"{value['topic']} · {labels.CHANNELS.get(str(value.get('channel')), 'conversation')} · {reply}"
    if isinstance(value, dict):
        ordered = {key: value[key] for key in (*PLAIN, *value) if key in value}
        shown = {key: item for key, item in ordered.items() if item not in (None, "", []) and key != "thread_id"}
        parts = [
            _text(item, key) if key in PLAIN else f"{labels.spoken(key).lower()} {_text(item, key)}"
            for key, item in shown.items()
        ]
        return " · ".join(parts) or "none"
    if isinstance(value, list | tuple):
        return ", ".join(_text(item) for item in value) or "none"
    moment = formatting.parsed(value) if name.endswith("_at") else None
    return formatting.written(moment) if moment else str(value)


def _unchanged(name: str, old: Mapping[str, Any], new: Mapping[str, Any], made: Diff) -> list[Any]:
    """What the section says in both versions."""
    before, after = old.get(name), new.get(name)
    if not isinstance(before, list | tuple) or not isinstance(after, list | tuple):
        return [after] if after is not None and diff.same(before, after) else []
    touched = [item.new for item in made.changes if item.section == name and item.new is not None]
    return matching.unequal(after, touched)[0]
