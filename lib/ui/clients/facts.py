"""The facts of a client, and for each the answer to "says who?": the quotes, marked in their messages."""

from collections.abc import Sequence
from datetime import datetime

import streamlit as st
from markupsafe import Markup

from lib.context.commitments.promises import due_of
from lib.context.model import AUTHORS, KINDS, Evidence, Fact, Interaction
from lib.context.store.client_view import ClientView
from lib.ui.clients.address import Address
from lib.ui.clients.long_message import PIECE, is_long
from lib.ui.components import formatting, labels
from lib.ui.components.markup import link, show
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
        show(_counted(current), width="content")
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


def story(fact: Fact, seen: ClientView, *, messages: dict[str, Interaction], now: datetime) -> Markup:
    """One fact: where it stands, each quote in its message, what came before and after it."""
    text = fact.text if fact.is_current else Markup("<s>{}</s>").format(fact.text)
    chips = Markup("").join(
        Markup('<span class="orb-badge orb-{}">{}</span>').format(tone, word) for word, tone in _standing(fact)
    )
    head = Markup('<p><strong>{}</strong></p><div class="orb-title">{}</div>').format(text, chips)
    lines = [head, *_history(fact, seen, now=now)]
    supports = [item for item in fact.evidence if item.stance == "supports"]
    against = [item for item in fact.evidence if item.stance == "contradicts"]
    lines += _mails("Says so", supports, messages=messages, now=now)
    lines += _mails("Says otherwise", against, messages=messages, now=now)
    if not fact.evidence:
        lines.append(Markup('<p class="orb-none">No quote: {} wrote it{}</p>').format(fact.actor, _because(fact)))
    return Markup('<div class="orb">{}</div>').format(Markup("").join(lines))


def mail(item: Evidence, message: Interaction | None, *, now: datetime) -> Markup:
    """A message with the quote marked; what was quoted stands even where the message changed or is gone."""
    author = AUTHORS.get(item.author, item.author)
    if message is None:
        body = _gone(item.quote, "The message is not on file any more; this was quoted from it.")
        return _article(author, body, at=item.occurred_at, now=now)
    head = Markup("<b>{}</b> ({}) · {}{}").format(
        message.author_name or author,
        author,
        labels.CHANNELS.get(message.kind, message.kind),
        f" · {message.subject}" if message.subject else "",
    )
    here = Address(message.contact_id).conversation(anchor=message.id)
    here = here.but(place=item.start) if is_long(message.body) else here
    there = link(here, "In the conversation", css="orb-there")
    if message.body[item.start : item.end] != item.quote:
        body = _gone(item.quote, "The message was edited since; this was quoted from it.")
    else:
        body = _excerpt(item, message.body) + _earlier(item, now)
    body += there
    return _article(head, body, at=item.occurred_at, now=now)


def _row(fact: Fact, *, now: datetime) -> Row:
    sources = fact.source_count
    at = max((item.occurred_at for item in fact.evidence), default=fact.added_at)
    chips = [Chip("Pinned", "link")] if fact.pinned else []
    chips += [Chip("Disputed", "warn")] if fact.status == "disputed" else []
    chips += [Chip(f"{sources} sources", "good")] if sources > 1 else []
    chips += [Chip(f"by {fact.actor}")] if not fact.evidence else []
    chips += [Chip(f"Said by {AUTHORS[fact.said_by]}", "warn")] if fact.said_by != "contact" else []
    kind = KINDS[fact.kind]
    chips += _due(fact, now) if kind.is_promise and fact.is_current else []
    note = f"{ENDINGS.get(fact.status, fact.status)}{_because(fact)}" if not fact.is_current else ""
    if kind.has_type:
        note = " · ".join(part for part in (labels.spoken(fact.type), note) if part)
    return Row(
        id=str(fact.id),
        title=labels.spoken(fact.text) if kind.is_slug else fact.text,
        note=note,
        meta=formatting.ago(at, now) if at else "",
        hint=formatting.absolute(at) if at else "",
        chips=tuple(chips),
        group=kind.heading if fact.is_current else "Ended",
        is_struck=not fact.is_current,
    )


def _due(fact: Fact, now: datetime) -> list[Chip]:
    """The day until which a promise was given."""
    said = [item.occurred_at for item in fact.evidence if item.stance == "supports"]
    said_at = max(said, default=fact.added_at or now)
    due, _ = due_of(fact.text, said_at.date())
    if due is None:
        return []
    return [Chip(f"Was due {due:%-d %b}", "warn") if due < now.date() else Chip(f"Due {due:%-d %b}")]


def _ordered(current: Sequence[Fact]) -> list[Fact]:
    """Pinned ones first, then as they came, a kind at a time."""
    kinds = list(KINDS)
    return sorted(current, key=lambda fact: (kinds.index(fact.kind), not fact.pinned, fact.id))


def _counted(current: Sequence[Fact]) -> Markup:
    disputed = sum(fact.status == "disputed" for fact in current)
    extra = f", {disputed} disputed" if disputed else ""
    number = "1 fact" if len(current) == 1 else f"{len(current)} facts"
    return Markup(
        '<div class="orb"><small>{}{}<span class="orb-hint">. Click one to see who says so.</span></small></div>'
    ).format(number, extra)


def _standing(fact: Fact) -> list[tuple[str, str]]:
    words_of = {"active": ("Active", "active"), "disputed": ("Disputed", "warm")}
    standing = [words_of.get(fact.status, (ENDINGS.get(fact.status, fact.status), "dormant"))]
    return [*standing, ("Pinned", "cold")] if fact.pinned else standing


def _history(fact: Fact, seen: ClientView, *, now: datetime) -> list[Markup]:
    """What came before and after the fact, a line each."""
    added = Markup("Known since version {}{}, by {}.")
    sentences: list[str] = [added.format(fact.added_version, _at(fact.added_at, now), fact.actor)]
    for other in seen.facts:
        if other.superseded_by == fact.id:
            sentences.append(f"It took the place of “{other.text}”{_because(other)}")
    if (first := seen.fact(fact.restores)) is not None:
        sentences.append(f"It restores what ended in version {first.ended_version}.")
    if fact.ended_version is not None:
        ended = Markup("It ended with version {}{}{}")
        sentences.append(ended.format(fact.ended_version, _at(fact.ended_at, now), _because(fact)))
    if (successor := seen.fact(fact.superseded_by)) is not None:
        sentences.append(f"“{successor.text}” took its place.")
    return [Markup("<p><small>{}</small></p>").format(sentence) for sentence in sentences]


def _mails(
    title: str, evidence: Sequence[Evidence], *, messages: dict[str, Interaction], now: datetime
) -> list[Markup]:
    newest_first = sorted(evidence, key=lambda item: item.occurred_at, reverse=True)
    head = Markup('<h4 class="orb-mails">{}</h4>').format(title)
    mails = [mail(item, messages.get(item.interaction_id), now=now) for item in newest_first]
    return [head, *mails] if mails else []


def _article(head: str, body: Markup, *, at: datetime, now: datetime) -> Markup:
    return Markup('<article class="orb-mail"><header><span>{}</span><span>{}</span></header>{}</article>').format(
        head, _when(at, now), body
    )


def _gone(quote: str, why: str) -> Markup:
    """A quote whose message cannot be shown around it."""
    return Markup('<p class="orb-text"><mark>{}</mark></p><small>{}</small>').format(quote, why)


def _excerpt(item: Evidence, body: str) -> Markup:
    """The quote with what stands around it, and the whole message behind a switch where that is long."""
    before, after = body[: item.start], body[item.end :]
    text = Markup('<p class="orb-text">{}<mark>{}</mark>{}</p>')
    near = text.format(
        f"{'… ' if len(before) > AROUND else ''}{before[-AROUND:]}",
        item.quote,
        f"{after[:AROUND]}{' …' if len(after) > AROUND else ''}",
    )
    if len(before) <= AROUND and len(after) <= AROUND:
        return near
    whole = text.format(before[-PIECE:], item.quote, after[:PIECE])
    title = "Whole message" if max(len(before), len(after)) <= PIECE else "More of the message"
    return Markup("{}<details><summary>{}</summary>{}</details>").format(near, title, whole)


def _earlier(item: Evidence, now: datetime) -> Markup:
    """A word on words that were first said in an earlier message."""
    if item.first_seen_at >= item.occurred_at:
        return Markup("")
    return Markup("<small>The same words were first seen {}.</small>").format(_when(item.first_seen_at, now))


def _when(moment: datetime, now: datetime) -> Markup:
    return Markup("{}, {}").format(formatting.short(moment, now), formatting.absolute(moment))


def _at(moment: datetime | None, now: datetime) -> Markup:
    return Markup(", {}").format(formatting.short(moment, now)) if moment else Markup("")


def _because(fact: Fact) -> str:
    return f": {fact.reason}" if fact.reason else ""
