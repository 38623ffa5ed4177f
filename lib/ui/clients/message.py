"""One message of a conversation as markup: who wrote it when, what rests on its words, what it quotes folded away."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import pairwise

from markupsafe import Markup

from lib.context.engine.threads import thread_name, topic_of
from lib.context.evidence.quotes.source import Source
from lib.context.model import AUTHORS, Fact, Interaction
from lib.context.store.conversation import FiledMessage
from lib.context.text.mail.segments import Segment
from lib.ui.clients.address import Address
from lib.ui.clients.long_message import PIECE, MessagePiece, fold_at, piece_at, rest_told
from lib.ui.components import formatting, labels
from lib.ui.components.markup import link

FOLDED = {"quoted": "Quoted text", "forwarded": "Forwarded text", "signature": "Signature"}
"""The parts of a message that are shown when asked for, and what they are called."""

PLACE = Markup('<span data-place="true"></span>')
"""What the page scrolls to in a long message."""

QuoteMark = tuple[int, int, Fact, bool]
"""The place of a quote in a text, the fact, and whether the words support it (else they end or dispute it)."""


def message(item: FiledMessage, marks: Sequence[QuoteMark], *, here: Address, now: datetime) -> Markup:
    """The message, with links to the facts that rest on it and to its thread; of a long one a piece."""
    interaction = item.interaction
    is_anchor = here.wanted.anchor == interaction.id
    piece = piece_at(interaction.body, here.place if is_anchor else 0, words=here.wanted.words)
    source = Source(replace(interaction, body=interaction.body[:PIECE]))
    at = Markup(' data-at="true"') if is_anchor else ""
    head = Markup("<header><span>{}</span><span>{}, {}</span></header>").format(
        _who(interaction, source, here),
        formatting.short(interaction.occurred_at, now),
        formatting.absolute(interaction.occurred_at),
    )
    body = _body(
        source if not piece.start else _cut(interaction, piece), _within(piece, marks, interaction.body), piece, here
    )
    return Markup('<article class="orb-mail orb-by-{}"{}>{}{}{}{}</article>').format(
        source.author, at, head, _standing(item, source), body, _foot(item, piece, here)
    )


def _cut(interaction: Interaction, piece: MessagePiece) -> Source:
    return Source(replace(interaction, body=interaction.body[piece.start : piece.end]))


def _within(piece: MessagePiece, marks: Sequence[QuoteMark], body: str) -> list[QuoteMark]:
    """The marks whose words still stand in the message, with their places in the piece."""
    standing = (mark for mark in marks if mark[0] < piece.end and piece.start < mark[1] and _still_stands(mark, body))
    return [(start - piece.start, end - piece.start, fact, says) for start, end, fact, says in standing]


def marks_of(facts: Sequence[Fact]) -> dict[str, list[QuoteMark]]:
    """The quotes of all facts, by the interaction in which they stand."""
    marks: dict[str, list[QuoteMark]] = {}
    for fact in facts:
        for item in fact.evidence:
            marks.setdefault(item.interaction_id, []).append((item.start, item.end, fact, item.stance == "supports"))
    return marks


def _who(interaction: Interaction, source: Source, here: Address) -> Markup:
    author = AUTHORS[source.author]
    name = interaction.author_name
    who = Markup("<b>{}</b> ({})").format(name, author) if name else Markup("<b>{}</b>").format(labels.spoken(author))
    return Markup("{} · {}{}").format(
        who, labels.CHANNELS.get(source.channel, source.channel), _topic(interaction, here)
    )


def _topic(interaction: Interaction, here: Address) -> Markup:
    topic = topic_of(interaction.subject)
    if interaction.kind not in ("email", "sms"):
        return Markup(" · {}").format(topic) if topic else Markup("")
    thread = thread_name(interaction.thread_id, interaction.subject, interaction.kind)
    if here.wanted.thread == thread:
        return Markup(" · {}").format(topic) if topic else Markup("")
    there = here.conversation(thread=thread)
    return Markup(" · {}").format(link(there, topic or "this thread", title="Only this thread"))


def _standing(item: FiledMessage, source: Source) -> Markup:
    """What a reader did not do with the message, and why."""
    badge = Markup('<span class="orb-badge orb-{}">{}</span>')
    badges = [badge.format("dormant", "Automatic")] if source.is_automatic else []
    note = ""
    if item.set_aside is not None:
        badges.append(badge.format("conflict", "Set aside"))
        note = f"No reader could read it: {item.set_aside}" if item.set_aside else "No reader could read it."
    elif not item.interaction.is_read:
        badges.append(badge.format("waits", "Not read yet"))
    if not badges:
        return Markup("")
    return Markup('<div class="orb-state">{} <small>{}</small></div>').format(Markup(" ").join(badges), note)


def _body(source: Source, marks: Sequence[QuoteMark], piece: MessagePiece, here: Address) -> Markup:
    body = source.interaction.body
    if not body.strip():
        return Markup('<p class="orb-none">Nothing is written here.</p>')
    return Markup("").join(_part(body, part, marks, piece=piece, here=here) for part in _joined(source.segments))


def _still_stands(mark: QuoteMark, body: str) -> bool:
    """Whether the message still holds the quoted words in their place."""
    start, end, fact, _ = mark
    return any((item.start, item.end, item.quote) == (start, end, body[start:end]) for item in fact.evidence)


def _joined(parts: Sequence[Segment]) -> Iterator[Segment]:
    """The parts, those beside each other that are folded alike as one."""
    kept: Segment | None = None
    for part in parts:
        if kept is not None and FOLDED.get(kept.part) == FOLDED.get(part.part):
            kept = Segment(kept.part, kept.start, part.end)
            continue
        if kept is not None:
            yield kept
        kept = part
    if kept is not None:
        yield kept


def _part(body: str, part: Segment, marks: Sequence[QuoteMark], *, piece: MessagePiece, here: Address) -> Markup:
    """A part of the message, folded away where it is not its own words, and all behind its first lines."""
    if not body[part.start : part.end].strip():
        return Markup("")
    cut = part.start + fold_at(body[part.start : part.end])
    first, rest = (
        Markup('<p class="orb-text">{}</p>').format(_marked(body, *span, marks, place=piece.text_place, here=here))
        for span in ((part.start, cut), (cut, part.end))
    )
    if body[cut : part.end].strip():
        first += _folded(rest_told(body[cut : part.end]), rest, is_open=piece.is_open(cut))
    title = FOLDED.get(part.part)
    if title is None:
        return first
    has_mark = any(start < part.end and part.start < end for start, end, _, _ in marks)
    return _folded(title, first, is_open=has_mark or part.start < piece.text_place < part.end)


def _folded(title: str, text: Markup, *, is_open: bool) -> Markup:
    return Markup("<details{}><summary>{}</summary>{}</details>").format(
        Markup(" open") if is_open else "", title, text
    )


def _marked(body: str, start: int, end: int, marks: Sequence[QuoteMark], *, place: int, here: Address) -> Markup:
    """`body[start:end]` without the space around it; each stretch on which the same facts rest is one link.

    At `place` stands what the page scrolls to.
    """
    start += len(body[start:end]) - len(body[start:end].lstrip())
    end = start + len(body[start:end].rstrip())
    edges = {start, end}
    for first, last, _, _ in (*marks, (place, place, None, False)):
        edges |= {edge for edge in (first, last) if start < edge < end}
    pieces = []
    for first, last in pairwise(sorted(edges)):
        pieces.append(PLACE if first == place > 0 else Markup(""))
        over = [(fact, supports) for a, b, fact, supports in marks if a <= first and last <= b]
        pieces.append(_mark(body[first:last], over, here=here) if over else Markup("{}").format(body[first:last]))
    return Markup("").join(pieces)


def _mark(text: str, over: Sequence[tuple[Fact, bool]], *, here: Address) -> Markup:
    """Words on which facts rest, as a link to the first that still holds; words against a fact look otherwise."""
    fact, supports = min(over, key=lambda item: (not item[0].is_current, not item[1], item[0].id))
    title = "\n".join(f"{'Supports' if says else 'Against'}: {labels.spoken(known.text)}" for known, says in over)
    css = "orb-says" if supports and fact.is_current else "orb-said" if supports else "orb-against"
    return link(here.but(fact=fact.id), Markup("<mark>{}</mark>").format(text), css=css, title=title)


def _foot(item: FiledMessage, piece: MessagePiece, here: Address) -> Markup:
    """The names of what is attached, and how much of a long message is shown, with links to the rest."""
    written, lines = len(item.interaction.body), list[Markup]()
    if item.attachments:
        lines.append(Markup("Attached: {}").format(", ".join(item.attachments)))
    if piece.end - piece.start < written:
        told = f"The first {piece.end:,}" if not piece.start else f"Characters {piece.start + 1:,} to {piece.end:,}"
        there = here.conversation(**{**vars(here.wanted), "anchor": item.interaction.id})
        links = [link(there.but(place=piece.start - PIECE), "Before")] if piece.start else []
        links += [link(there.but(place=piece.end), "Read on")] if piece.end < written else []
        lines.append(Markup("{} of {:,} characters are shown. {}").format(told, written, Markup(" · ").join(links)))
    return Markup("").join(Markup('<small class="orb-foot">{}</small>').format(line) for line in lines)
