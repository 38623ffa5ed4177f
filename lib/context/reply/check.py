"""The check of a draft: sentence by sentence against what is on file, and as a whole against the thread."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache, partial

from lib.context.brief.quoting import said
from lib.context.brief.thread_to_answer import thread_of
from lib.context.brief.voice import Form, addresses, language_names, voice
from lib.context.commitments.promises import due_of, is_promise, promises
from lib.context.engine.state import State
from lib.context.engine.threads import Thread
from lib.context.reply.acts import NEEDS, Act, acts
from lib.context.reply.answers import left_open
from lib.context.reply.claims import judged
from lib.context.reply.draft_text import MOST, DraftPart, composed_with_places, draft_sentences
from lib.context.reply.marks import MOST_WORDS, CheckedSentence, DraftGround, DraftMark, Lack, ReplyCheck, short
from lib.context.reply.on_file import OnFile, on_file
from lib.context.reply.values.mentions import MentionKind, mentions
from lib.context.text.normalize import storable
from lib.context.text.values.dates import date_groups

FEWEST_WORDS = 4
"""Words of a draft from which on its language can be told."""
MOST_VALUES = 500
"""Sentences and values of a draft that are looked up: six pages have half of it."""
MOST_OURS = 20
"""Messages of ours, the newest, whose promises are no new ones."""


def check(state: State, thread_id: str, text: str, *, now: datetime, written_at: datetime | None = None) -> ReplyCheck:
    """The draft `text` held against what is on file at `now`; raises `NoThread`.

    `written_at` is the moment from which its author knew the thread: a message after it makes the draft outdated.
    """
    text = storable(text)  # half of a sign is none to those who read numbers, and ends a program that is not ours
    thread = thread_of(state, thread_id, now=now)
    known = on_file(state)
    composed, places = composed_with_places(text[:MOST])
    found, end = _looked_at(draft_sentences(composed, is_on_file=known.has_line), day=now.date())
    marked = lru_cache(MOST_VALUES)(
        partial(_marked, known=known, thread=thread, now=now)
    )  # one said again costs nothing
    return ReplyCheck(
        contact_id=state.contact_id,
        name=state.rows.contact.name or state.rows.contact.email or state.rows.contact.phone or "",
        thread=thread.id,
        topic=thread.topic,
        version=state.current.version if state.current else 0,
        as_of=now,
        sentences=tuple(_placed(_sentence(item, *marked(item.text, item.unclaimed)), text, places) for item in found),
        lacks=(
            *_lacks(state, thread, found, now=now, written_at=written_at),
            *_left_out(text, len(places) - 1 if end is None else end, places),
        ),
    )


def _looked_at(parts: Iterable[DraftPart], *, day: date) -> tuple[tuple[DraftPart, ...], int | None]:
    """The first sentences, `MOST_VALUES` with the values in them, and where the first one begins that is left out."""
    looked_at: list[DraftPart] = []
    values, known = 0, set[str]()
    for part in parts:
        values += 0 if part.text in known else 1 + len(mentions(part.text, day))
        known.add(part.text)
        if values > MOST_VALUES and looked_at:
            return tuple(looked_at), part.start
        looked_at.append(part)
    return tuple(looked_at), None


def _left_out(text: str, end: int, places: Sequence[int]) -> Iterator[Lack]:
    """That a draft is too long, or has too many values, to be checked as a whole."""
    if rest := text[places[end] :].strip():
        rest = " ".join(rest[: MOST_WORDS * 2].split())
        yield Lack("left out", f"not checked: {said(rest, MOST_WORDS)}")
        yield Lack("left out", f"the first {places[end]:,} of {len(text):,} characters are checked")


def _marked(
    sentence: str, unclaimed: frozenset[MentionKind], *, known: OnFile, thread: Thread, now: datetime
) -> tuple[tuple[DraftMark, ...], tuple[DraftGround, ...]]:
    """The marks on a sentence, with places inside it and in order, and what supports it."""
    marks, ground = judged(sentence, known, day=now.date(), unclaimed=unclaimed)
    claimed = tuple(acts(sentence, known))
    more = [*_promised(sentence, thread, now=now), *(_act(act, sentence) for act in claimed if not act.shown_by)]
    if any(mark.kind == "new promise" for mark in more):
        marks = tuple(mark for mark in marks if not _is_due_day(mark, sentence, now=now))
    shown = (act.shown_by for act in claimed if act.shown_by)
    ground = (*ground, *(DraftGround(filed.kind, filed.id, short(filed.text)) for filed in shown))
    return tuple(sorted((*marks, *more), key=lambda mark: (mark.start, mark.end))), tuple(dict.fromkeys(ground))


def _sentence(item: DraftPart, marks: Iterable[DraftMark], ground: tuple[DraftGround, ...]) -> CheckedSentence:
    placed = (replace(mark, start=item.start + mark.start, end=item.start + mark.end) for mark in marks)
    start = item.start + len(item.text) - len(item.text.lstrip())
    words = item.text.strip()
    return CheckedSentence(start, start + len(words), words, ground, tuple(placed))


def _placed(sentence: CheckedSentence, text: str, places: Sequence[int]) -> CheckedSentence:
    """The sentence with its places and words as they stand in the draft itself, however its accents are typed."""
    if len(places) == places[-1] + 1:
        return sentence
    start, end = places[sentence.start], places[sentence.end]
    marks = [replace(mark, start=places[mark.start], end=places[mark.end]) for mark in sentence.marks]
    marks = [replace(mark, words=text[mark.start : mark.end]) for mark in marks]
    return replace(sentence, start=start, end=end, text=text[start:end], marks=tuple(marks))


def _promised(sentence: str, thread: Thread, *, now: datetime) -> Iterator[DraftMark]:
    words = sentence.strip()
    if not is_promise(words):
        return
    ours = [source for source in thread.messages if source.author == "us"][-MOST_OURS:]
    if any(words == item.words for source in ours for item in promises(source.own_text, source.at.date())):
        return
    due, _ = due_of(words, now.date())
    start = sentence.index(words)
    note = f"a promise of ours, due {due:%Y-%m-%d}" if due else "a promise of ours, without a day"
    yield DraftMark("new promise", start, start + len(words), words, note)


def _is_due_day(mark: DraftMark, sentence: str, *, now: datetime) -> bool:
    """Whether an unknown value is the day until which something new is promised: it cannot be on file."""
    if mark.kind != "not on file":
        return False
    due, _ = due_of(sentence.strip(), now.date())
    item = next((item for item in mentions(sentence, now.date()) if item.start == mark.start), None)
    if due is None or item is None:
        return False
    if item.number is not None:  # "within 14 days"
        return due != due_of(sentence[: item.start] + sentence[item.end :], now.date())[0]
    if item.kind not in ("date", "weekday"):
        return False
    is_dated = any(readings[0].written == item.written for readings in date_groups(sentence))
    return _is_deadline(sentence[: item.start]) or not is_dated


def _is_deadline(before: str) -> bool:
    """Whether a word for "until" stands right before."""
    last = before.lower().split()[-2:]
    return bool({"by", "until", "before", "bis", "vor", "d'ici", "avant", "antes", "hasta", "entro", "até"} & set(last))


def _act(act: Act, sentence: str) -> DraftMark:
    return DraftMark("claims an act", act.start, act.end, sentence[act.start : act.end], NEEDS[act.kind])


def _other_form(own: str, wanted: Form) -> str:
    """The form of address of a draft that is not the wanted one; empty where it is that, or has none.

    One word is enough to be informal; formal ones may speak to several people at once ("vous").
    """
    formal, informal = addresses(own)
    if wanted == "formal":
        return "informal" if informal > formal else "informal in places" if informal else ""
    return "formal" if formal > informal else ""


def _lacks(
    state: State,
    thread: Thread,
    found: Sequence[DraftPart],
    *,
    now: datetime,
    written_at: datetime | None,
) -> Iterator[Lack]:
    """What the draft as a whole lacks; an empty one leaves every question open."""
    written = [item.text for item in found if not item.is_quoted]
    for question in left_open(thread.unanswered, found, day=now.date(), addressee=state.rows.contact.name or ""):
        yield Lack("unanswered", f"the question {said(question)} is not answered")
    own = "\n".join(written)
    manner = voice(state.rows.sources)
    languages = language_names(own)
    if len(own.split()) >= FEWEST_WORDS and languages and manner.languages and not {*manner.languages} & {*languages}:
        yield Lack("language", f"the draft is in {languages[0]}, the client writes {manner.language}")
    elif (wanted := manner.ours or manner.theirs) and (other := _other_form(own, wanted)):
        whose = "we are" if manner.ours else "the client is"
        yield Lack("form of address", f"the draft is {other}, {whose} {wanted}")
    newest = max((item.at for item in thread.messages if item.author != "us"), default=None)
    if written_at is not None and newest is not None and newest > written_at:
        yield Lack("outdated", f"a message of {newest:%Y-%m-%d %H:%M} UTC came after the draft was begun")
