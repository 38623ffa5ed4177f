"""Draws what changed between two versions: a card a section, words marked inside sentences, everything escaped."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from markupsafe import Markup

from lib.context.compare import diff, matching
from lib.context.compare.diff import ContextChange, Diff
from lib.context.model import AUTHORS, Evidence
from lib.context.text import word_diff
from lib.ui.components import formatting, labels

PLAIN = ("topic", "type", "note", "next_action")
"""Fields that need no name before them."""
SLUGS = ("type", "stage", "roles", "relationship_status")
"""Fields and sections whose values are slugs."""
VERBS = {"changed": "changed", "removed": "gone"}
CUT, NEW = Markup("<del>{}</del>"), Markup("<ins>{}</ins>")


def cards(
    made: Diff,
    old: Mapping[str, Any],
    new: Mapping[str, Any],
    *,
    now: datetime,
    side_by_side: bool = False,
    unchanged: bool = False,
) -> Markup:
    """A card for each section that changed, derived fields in a group of their own below."""
    names = [*diff.SECTIONS, *(name for name in made.sections if name not in diff.SECTIONS)]
    groups: list[Markup] = []
    for derived in (False, True):
        drawn = []
        for name in names:
            changes = made.of(name, derived=derived)
            kept = _unchanged(name, old, new, made) if unchanged and derived == (name in diff.DERIVED) else ()
            if changes or kept:
                drawn.append(_card(name, changes, kept, now=now, side_by_side=side_by_side))
        if drawn and derived:
            groups.append(Markup('<h3 class="orb-group">Follows from rows and the clock</h3>'))
        groups += drawn
    return Markup('<div class="orb-diff">{}</div>').format(Markup("").join(groups))


def counted(counts: Mapping[str, int]) -> str:
    """The counts as one line: "2 added · 1 contradicted", what is derived last."""
    ordered = sorted(counts.items(), key=lambda count: count[0] == "derived")
    return " · ".join(f"{number} {VERBS.get(kind, kind)}" for kind, number in ordered)


def marked(old: str, new: str) -> Markup:
    """`new` with the words that were cut and those that are new marked."""
    return Markup("").join(_span(span) for span in word_diff.spans(old, new))


def quotation(item: Evidence, *, now: datetime) -> Markup:
    """One quote with who said it and when."""
    author = AUTHORS.get(item.author, item.author)
    against = " against it" if item.stance == "contradicts" else ""
    return Markup(
        '<figure class="orb-quote"><blockquote>{}</blockquote><figcaption>{}{}, {}</figcaption></figure>'
    ).format(item.quote, author, against, formatting.short(item.occurred_at, now))


def _card(
    name: str, changes: Sequence[ContextChange], kept: Iterable[Any], *, now: datetime, side_by_side: bool
) -> Markup:
    counts: dict[str, int] = {}
    for item in changes:
        counts[item.kind] = counts.get(item.kind, 0) + 1
    rows = [_row(item, now=now, side_by_side=side_by_side) for item in changes]
    rows += [Markup('<li class="orb-same">{}</li>').format(_whole(item, name)) for item in kept]
    return Markup('<section class="orb-card"><header><h4>{}</h4><span>{}</span></header><ul>{}</ul></section>').format(
        labels.spoken(name), counted(counts) or "unchanged", Markup("").join(rows)
    )


def _row(item: ContextChange, *, now: datetime, side_by_side: bool) -> Markup:
    reason = Markup('<p class="orb-reason">{}</p>').format(item.reason) if item.reason else ""
    quotes = Markup("").join(quotation(one, now=now) for one in item.evidence)
    body = _two_columns(item) if side_by_side else _one_column(item)
    return Markup('<li class="orb-{}"><span class="orb-kind">{}</span><div class="orb-body">{}{}{}</div></li>').format(
        item.kind, VERBS.get(item.kind, item.kind), body, reason, quotes
    )


def _one_column(item: ContextChange) -> Markup:
    if diff.same(item.old, item.new):
        return _whole(item.new, item.section)
    if item.old is None:
        return NEW.format(_whole(item.new, item.section))
    if item.new is None:
        return CUT.format(_whole(item.old, item.section))
    if item.fields:
        fields = (_field(name, item.old.get(name), item.new.get(name)) for name in item.fields)
        return _head(item.new) + Markup("").join(fields)
    return Markup("<p>{}</p>").format(_value_change(item.old, item.new, item.section))


def _two_columns(item: ContextChange) -> Markup:
    if diff.same(item.old, item.new):
        return _whole(item.new, item.section)
    before, after = ("" if side is None else _text(side, item.section) for side in (item.old, item.new))
    spans = word_diff.spans(before, after)
    left = Markup("").join(_span(span) for span in spans if span.kind != "new")
    right = Markup("").join(_span(span) for span in spans if span.kind != "cut")
    return Markup('<div class="orb-sides"><div>{}</div><div>{}</div></div>').format(left or "—", right or "—")


def _field(name: str, old: Any, new: Any) -> Markup:
    return Markup("<p><small>{}</small> {}</p>").format(labels.spoken(name), _value_change(old, new, name))


def _value_change(old: Any, new: Any, name: str = "") -> Markup:
    before, after = _text(old, name), _text(new, name)
    if isinstance(old, str) and isinstance(new, str) and (" " in old or " " in new):
        return marked(before, after)
    return Markup("{} → {}").format(CUT.format(before), NEW.format(after))


def _span(span: word_diff.Span) -> Markup:
    return {"cut": CUT, "new": NEW}.get(span.kind, Markup("{}")).format(span.text)


def _head(item: Mapping[str, Any]) -> Markup:
    """What an item with fields is about."""
    about = item.get("topic") or item.get("type")
    return Markup("<p><b>{}</b></p>").format(labels.spoken(about)) if about else Markup("")


def _whole(item: Any, section: str) -> Markup:
    """An item of a section as it stands: a sentence, or its fields in words."""
    return Markup("<span>{}</span>").format(_text(item, section))


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
        fields = {key: item for key, item in ordered.items() if item not in (None, "", []) and key != "thread_id"}
        parts = [
            _text(item, key) if key in PLAIN else f"{labels.spoken(key).lower()} {_text(item, key)}"
            for key, item in fields.items()
        ]
        return " · ".join(parts) or "none"
    if isinstance(value, list | tuple):
        return ", ".join(_text(item) for item in value) or "none"
    moment = formatting.parsed(value) if name.endswith("_at") else None
    return formatting.absolute(moment) if moment else str(value)


def _unchanged(name: str, old: Mapping[str, Any], new: Mapping[str, Any], made: Diff) -> list[Any]:
    """What the section says in both versions."""
    before, after = old.get(name), new.get(name)
    if not isinstance(before, list | tuple) or not isinstance(after, list | tuple):
        return [after] if after is not None and diff.same(before, after) else []
    touched = [item.new for item in made.changes if item.section == name and item.new is not None]
    return matching.unequal(after, touched)[0]
