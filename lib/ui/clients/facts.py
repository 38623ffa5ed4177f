"""The facts of a client, and for each the answer to "says who?": the quotes, marked in their messages."""

from collections.abc import Sequence
from datetime import datetime

import streamlit as st

from lib.context.model import KINDS, Evidence, Fact, Interaction
from lib.context.store.client_view import ClientView
from lib.ui.components import formatting, labels
from lib.ui.components.escape import html
from lib.ui.components.pick_list import Chip, Row, rows

FILTER_FROM = 12
AROUND = 280
"""Characters of a message shown before and after a quote."""
ENDINGS = {"contradicted": "Contradicted", "retracted": "Retracted"}


def facts(seen: ClientView, *, now: datetime, on_pick: object) -> None:
    """Draw the current facts, and the ended ones where the reader wants them."""
    current = [fact for fact in seen.facts if fact.is_current]
    ended = [fact for fact in seen.facts if not fact.is_current]
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.html(f'<div class="orb"><small>{_counted(current)}</small></div>', width="content")
        with_ended = st.toggle(f"Ended ({len(ended)})", key="facts_ended", disabled=not ended, persist_state="session")
    lines = [_row(fact, now=now) for fact in _ordered(current)]
    if with_ended:
        lines += [_row(fact, now=now) for fact in reversed(ended)]
    rows(
        lines,
        key="facts",
        label="Facts",
        on_pick=on_pick,  # type: ignore[arg-type]
        empty="No fact is known yet. A refresh reads the interactions on file.",
        filter_label="Filter facts" if len(lines) >= FILTER_FROM else "",
    )


def story(fact: Fact, seen: ClientView, messages: dict[str, Interaction], *, now: datetime) -> str:
    """HTML of one fact: where it stands, each quote in its message, what came before and after it."""
    text = f"<s>{html(fact.text)}</s>" if not fact.is_current else html(fact.text)
    chips = "".join(f'<span class="orb-badge orb-{tone}">{html(word)}</span>' for word, tone in _standing(fact))
    lines = [f"<p><strong>{text}</strong></p>", f'<div class="orb-title">{chips}</div>', *_history(fact, seen, now)]
    supports = [item for item in fact.evidence if item.stance == "supports"]
    against = [item for item in fact.evidence if item.stance == "contradicts"]
    lines += _mails("Says so", supports, messages, now=now)
    lines += _mails("Says otherwise", against, messages, now=now)
    if not fact.evidence:
        lines.append(f'<p class="orb-none">No quote: {html(fact.actor)} wrote it{html(_because(fact))}</p>')
    return f'<div class="orb">{"".join(lines)}</div>'


def mail(item: Evidence, message: Interaction | None, *, now: datetime) -> str:
    """HTML of a message with the quote marked; what was quoted stands even where the message changed or is gone."""
    author = labels.AUTHORS.get(item.author, item.author)
    if message is None:
        head = f"<span>{html(author)}</span><span>{_when(item.occurred_at, now)}</span>"
        note = "<small>The message is not on file any more; this was quoted from it.</small>"
        return f'<article class="orb-mail"><header>{head}</header>{_marked(item.quote)}{note}</article>'
    who = message.author_name or author
    about = f" · {html(message.subject)}" if message.subject else ""
    channel = labels.CHANNELS.get(message.kind, message.kind)
    head = (
        f"<span><b>{html(who)}</b> ({html(author)}) · {html(channel)}{about}</span>"
        f"<span>{_when(item.occurred_at, now)}</span>"
    )
    if message.body[item.start : item.end] != item.quote:
        note = "<small>The message was edited since; this was quoted from it.</small>"
        return f'<article class="orb-mail"><header>{head}</header>{_marked(item.quote)}{note}</article>'
    body = f"{_excerpt(item, message.body)}{_earlier(item, now)}"
    return f'<article class="orb-mail"><header>{head}</header>{body}</article>'


def _row(fact: Fact, *, now: datetime) -> Row:
    sources = len({item.interaction_id for item in fact.evidence if item.stance == "supports"})
    at = max((item.occurred_at for item in fact.evidence), default=fact.added_at)
    chips = [Chip("Pinned", "link")] if fact.pinned else []
    chips += [Chip("Disputed", "warn")] if fact.status == "disputed" else []
    chips += [Chip(f"{sources} sources", "good")] if sources > 1 else []
    chips += [Chip(f"by {fact.actor}")] if not fact.evidence else []
    kind = KINDS[fact.kind]
    note = f"{ENDINGS.get(fact.status, fact.status)}{_because(fact)}" if not fact.is_current else ""
    if kind.has_type:
        note = " · ".join(part for part in (labels.spoken(fact.type), note) if part)
    return Row(
        id=str(fact.id),
        title=labels.spoken(fact.text) if kind.is_slug else fact.text,
        note=note,
        meta=formatting.ago(at, now) if at else "",
        hint=formatting.written(at) if at else "",
        chips=tuple(chips),
        group=kind.heading if fact.is_current else "Ended",
        is_struck=not fact.is_current,
    )


def _ordered(current: Sequence[Fact]) -> list[Fact]:
    """Pinned ones first, then as they came, a kind at a time."""
    kinds = list(KINDS)
    return sorted(current, key=lambda fact: (kinds.index(fact.kind), not fact.pinned, fact.id))


def _counted(current: Sequence[Fact]) -> str:
    disputed = sum(fact.status == "disputed" for fact in current)
    extra = f", {disputed} disputed" if disputed else ""
    number = "1 fact" if len(current) == 1 else f"{len(current)} facts"
    return f'{number}{extra}<span class="orb-hint">. Click one to see who says so.</span>'


def _standing(fact: Fact) -> list[tuple[str, str]]:
    words_of = {"active": ("Active", "active"), "disputed": ("Disputed", "warm")}
    standing = [words_of.get(fact.status, (ENDINGS.get(fact.status, fact.status), "dormant"))]
    return [*standing, ("Pinned", "cold")] if fact.pinned else standing


def _history(fact: Fact, seen: ClientView, now: datetime) -> list[str]:
    """What came before and after the fact, a line each."""
    said = [f"Known since version {fact.added_version}{_at(fact.added_at, now)}, by {html(fact.actor)}."]
    for other in seen.facts:
        if other.superseded_by == fact.id:
            said.append(f"It took the place of “{html(other.text)}”{html(_because(other))}")
    if (first := seen.fact(fact.restores)) is not None:
        said.append(f"It restores what ended in version {first.ended_version}.")
    if fact.ended_version is not None:
        said.append(f"It ended with version {fact.ended_version}{_at(fact.ended_at, now)}{html(_because(fact))}")
    if (successor := seen.fact(fact.superseded_by)) is not None:
        said.append(f"“{html(successor.text)}” took its place.")
    return [f"<p><small>{line}</small></p>" for line in said]


def _mails(title: str, evidence: Sequence[Evidence], messages: dict[str, Interaction], *, now: datetime) -> list[str]:
    newest_first = sorted(evidence, key=lambda item: item.occurred_at, reverse=True)
    heads = [f'<h4 style="font-size:.85rem;margin:.9rem 0 0;padding:0">{title}</h4>'] if evidence else []
    return heads + [mail(item, messages.get(item.interaction_id), now=now) for item in newest_first]


def _excerpt(item: Evidence, body: str) -> str:
    before, after = body[: item.start], body[item.end :]
    near = (
        f"{'… ' if len(before) > AROUND else ''}{html(before[-AROUND:])}<mark>{html(item.quote)}</mark>"
        f"{html(after[:AROUND])}{' …' if len(after) > AROUND else ''}"
    )
    shown = f'<p class="orb-text">{near}</p>'
    if len(before) <= AROUND and len(after) <= AROUND:
        return shown
    whole = f"{html(before)}<mark>{html(item.quote)}</mark>{html(after)}"
    return f'{shown}<details><summary>Whole message</summary><p class="orb-text">{whole}</p></details>'


def _earlier(item: Evidence, now: datetime) -> str:
    """A word on words that were first said in an earlier message."""
    if item.first_seen_at >= item.occurred_at:
        return ""
    return f"<small>The same words were first seen {_when(item.first_seen_at, now)}.</small>"


def _marked(quote: str) -> str:
    return f'<p class="orb-text"><mark>{html(quote)}</mark></p>'


def _when(moment: datetime, now: datetime) -> str:
    return f"{formatting.short(moment, now)}, {html(formatting.written(moment))}"


def _at(moment: datetime | None, now: datetime) -> str:
    return f", {formatting.short(moment, now)}" if moment else ""


def _because(fact: Fact) -> str:
    return f": {fact.reason}" if fact.reason else ""
