"""What one sentence of a draft claims, and what on file says so, says so no longer, or says otherwise."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import islice

from lib.context.evidence.polarity import same_polarity, says_it_is_over
from lib.context.evidence.relatedness import ENOUGH, denies, overlap
from lib.context.model import KINDS, Fact
from lib.context.reply.denied import denied_by, is_of_another
from lib.context.reply.filed import Filed
from lib.context.reply.marks import DraftGround, DraftMark, MarkKind, short
from lib.context.reply.on_file import Holder, OnFile, stems
from lib.context.reply.values.mentions import Mention, MentionKind, agrees, is_day_of, mentions
from lib.context.reply.values.stands_for import subject
from lib.context.text.topics import families
from lib.context.text.values.dates import DateMention

SAME = 0.6
"""The share of a fact's words that a sentence without values must have to state it."""
MOST_GROUND = 3
"""Texts on file that are named for one sentence."""
MOST_COMPARED = 12
"""Facts that the words of one sentence are compared with, those with most words in common."""
MOST_WORDS = 200
"""Characters of a text on file that a note repeats."""
_ANY = datetime(2000, 1, 1, tzinfo=UTC)
_WORDS: dict[str, str] = {
    "ended": "true no longer",
    "retracted": "retracted",
    "disputed": "disputed",
    "third party": "somebody else alone says",
}
_OLD: dict[str, MarkKind] = {"ended": "ended value", "retracted": "ended value", "disputed": "disputed"}

_ValueVerdict = tuple[DraftMark | None, tuple[DraftGround, ...]]


def judged(
    sentence: str, known: OnFile, *, day: date, unclaimed: frozenset[MentionKind] = frozenset()
) -> tuple[tuple[DraftMark, ...], tuple[DraftGround, ...]]:
    """The marks on a sentence written on `day`, with places inside it, and what supports it.

    Values of the kinds `unclaimed` are no claims of it.
    """
    marks, ground = list[DraftMark](), list[DraftGround]()
    related = _related(sentence, known)
    values = tuple(item for item in mentions(sentence, day) if item.is_claimed and item.kind not in unclaimed)
    for mention in values:
        mark, supports = _value(mention, sentence, known=known, values=values, related=related)
        ground += supports
        marks += [mark] if mark else []
    mark, supports = _statement(sentence, related)
    ground += supports if not marks else ()
    marks += [mark] if mark and not any(mark.ground == other.ground for other in marks) else []
    if not marks and not ground and (found := denied_by(sentence, known)):
        marks.append(_whole("polarity differs", sentence, f"on file: {short(found[1])}", found[0], words=found[1]))
    return tuple(marks), tuple(islice(dict.fromkeys(ground), MOST_GROUND))


def _value(
    mention: Mention, sentence: str, *, known: OnFile, values: Sequence[Mention], related: Sequence[Filed]
) -> _ValueVerdict:
    """What becomes of one value of the sentence."""
    holders = known.holders(mention, sentence)
    if old := _old(mention, sentence, holders=holders, known=known, values=values):
        return old, ()
    for standings in (("holds",), ("said",)):
        if good := [item for item in holders if item.filed.standing in standings and not item.is_of_another]:
            best = max(good[:MOST_COMPARED], key=lambda item: (_about(sentence, item.sentence), item.filed.at))
            is_over = says_it_is_over(sentence)
            if not is_over and _is_denied(best, sentence):
                ground = (_ground(best.filed, best.sentence),)
                return _mark("polarity differs", mention, f"on file: {short(best.sentence)}", ground), ()
            return None, (_ground(best.filed, best.sentence),)
    if (mention.phrase or _is_of_letter(mention, sentence)) and (same := _written_on(mention, known)):
        return None, (_ground(same, mention.written),)
    if mention.kind == "weekday" and any(is_day_of(mention, other) for other in values if other.kind == "date"):
        return None, ()  # the date beside it is looked up
    for standing in ("third party", "internal"):
        if others := [item for item in holders if item.filed.standing == standing and not item.is_of_another]:
            ground = (_ground(others[0].filed, others[0].sentence),)
            kind: MarkKind = "third party" if standing == "third party" else "internal"
            note = f"{'somebody else' if kind == 'third party' else 'a note of ours'} alone says: {ground[0].text}"
            return _mark(kind, mention, note, ground), ()
    if other := next((item for item in holders if item.is_of_another), None):
        ground = (_ground(other.filed, other.sentence),)
        note = f"the figure stands for something else: {short(other.sentence)}"
        return _mark("not on file", mention, note, ground), ()
    return _unknown(mention, known, related), ()


def _is_denied(holder: Holder, sentence: str) -> bool:
    """Whether a sentence says the other way round what a message or a row says, and of the same side."""
    filed, said = holder.filed, holder.sentence
    if filed.fact is not None or not denies(said, sentence):
        return False
    return filed.kind != "message" or not is_of_another(sentence, said, is_ours=filed.is_ours)


def _old(
    mention: Mention, sentence: str, *, holders: Sequence[Holder], known: OnFile, values: Sequence[Mention]
) -> DraftMark | None:
    """The mark for a value that was so, or is disputed, of the very thing that the sentence speaks of."""
    old = [item for item in holders if item.filed.standing in _OLD]
    if not old or says_it_is_over(sentence):
        return None
    worst = max(old, key=lambda item: (_about(sentence, item.filed.text), item.filed.at))
    about = _about(sentence, worst.filed.text)
    standing = [item for item in holders if item.filed.standing == "holds"]
    if any(_about(sentence, item.filed.text) >= max(about, 1) for item in standing):
        return None
    if not about and (standing or not mention.is_telling or _shared(stems(sentence), stems(worst.filed.text))):
        return None
    fact = worst.filed.fact
    if fact is None or _is_said_again(fact, holders, known):
        return None
    if fact.status == "disputed":
        against = next((item.quote for item in reversed(fact.evidence) if item.stance == "contradicts"), "")
        note = f"disputed: {short(fact.text)}" + (f" against {short(against)}" if against else "")
        return _mark("disputed", mention, note, (_ground(worst.filed, fact.text),))
    newer = next((item for item in known.facts if item.id == fact.superseded_by and item.is_current), None)
    if newer is not None and _names_all(newer, values):
        return None  # "not 500,000 any more but 450,000"
    if fact.status == "retracted":
        return _mark("ended value", mention, f"retracted: {short(fact.text)}", (_ground(worst.filed, fact.text),))
    ended = f"true until {fact.ended_at:%Y-%m-%d}: " if fact.ended_at else "true no longer: "
    note = ended + short(fact.text) + (f", now {short(newer.text)}" if newer else "")
    ground = (_ground(worst.filed, fact.text), *([DraftGround("fact", str(newer.id), newer.text)] if newer else []))
    return _mark("ended value", mention, note, ground)


def _is_said_again(fact: Fact, holders: Iterable[Holder], known: OnFile) -> bool:
    """Whether a message after the words that ended the fact has the value again."""
    newer = [item for item in known.facts if item.id == fact.superseded_by]
    words = [item for item in fact.evidence if item.stance == "contradicts"]
    words += [item for later in newer for item in later.evidence]
    until = max((item.occurred_at for item in (*words, *fact.evidence)), default=None)
    own = {item.interaction_id for item in words}
    return until is not None and any(
        item.filed.standing == "said" and item.filed.at > until and item.filed.id not in own for item in holders
    )


def _names_all(fact: Fact, values: Sequence[Mention]) -> bool:
    """Whether all values of the fact stand among those of the sentence, too."""
    wanted = _values_of(fact)
    return bool(wanted) and all(any(agrees(ours, theirs) for ours in values) for theirs in wanted)


def _unknown(mention: Mention, known: OnFile, related: Iterable[Filed]) -> DraftMark:
    """The mark for a value that nothing on file holds, with what is on file of the same thing."""
    other = known.counts(mention)
    if other is not None:
        ground = (_ground(other.filed, other.sentence),)
        return _mark("not on file", mention, f"on file: {short(ground[0].text)}", ground)
    near = [item for item in related if item.standing == "holds"]
    near = [item for item in near if item.fact and _has_kind(mention, item.fact)]
    best = next(iter(near), None)
    if best is None or best.fact is None:
        return _mark("not on file", mention, "nothing on file says it", ())
    return _mark("not on file", mention, f"on file: {short(best.fact.text)}", (_ground(best, best.fact.text),))


def _has_kind(mention: Mention, fact: Fact) -> bool:
    """Whether a fact has a value of that kind; an amount of money is no count."""
    return any(item.kind == mention.kind and _is_amount(item) == _is_amount(mention) for item in _values_of(fact))


def _is_amount(mention: Mention) -> bool:
    return mention.number is not None and (mention.number.is_amount or mention.number.unit is not None)


def _values_of(fact: Fact) -> tuple[Mention, ...]:
    day = (fact.last_confirmed_at or fact.added_at or _ANY).date()
    return tuple(item for item in mentions(fact.text, day) if item.is_claimed)


def _is_of_letter(mention: Mention, sentence: str) -> bool:
    """Whether a day tells which letter is meant ("your message of 3 June")."""
    return mention.kind == "date" and subject(sentence, mention.start, mention.end, of="days").group == "letter"


def _written_on(mention: Mention, known: OnFile) -> Filed | None:
    """A message of the day that "today", "yesterday" or "3 June" means."""
    meant = [item for item in mention.readings if item.month and item.day]
    return next((filed for day, filed in known.written_on.items() if any(_is_on(item, day) for item in meant)), None)


def _is_on(meant: DateMention, day: date) -> bool:
    return (meant.year or day.year, meant.month, meant.day) == (day.year, day.month, day.day)


def _statement(sentence: str, related: Iterable[Filed]) -> _ValueVerdict:
    """What the facts say to a sentence as a whole; a fact with a value is told by its value alone."""
    ground: tuple[DraftGround, ...] = ()
    for filed in related:
        fact = filed.fact
        if fact is None or KINDS[fact.kind].is_slug:
            continue
        share = overlap(fact.text, sentence) or 0.0
        if share >= ENOUGH and filed.standing == "holds" and denies(fact.text, sentence):
            return _whole("polarity differs", sentence, f"on file: {short(fact.text)}", filed), ()
        if share < SAME or not same_polarity(fact.text, [sentence]):
            continue
        if filed.standing == "holds":
            ground = (*ground, _ground(filed, fact.text))
        elif not ground and not _values_of(fact) and not says_it_is_over(sentence):
            kind = _OLD.get(filed.standing, "third party")
            return _whole(kind, sentence, f"{_WORDS[filed.standing]}: {short(fact.text)}", filed), ()
    return None, ground


def _related(sentence: str, known: OnFile) -> list[Filed]:
    """The facts with most words in common with a sentence: two words at least, or the only one that a fact has."""
    best: dict[int, int] = {}
    for code, ours in stems(sentence).items():
        common = Counter(number for word in ours for number in known.facts_with.get((code, word), ()))
        for number, count in common.items():
            if count >= 2 or (code, number) in known.few_stems:
                best[number] = max(count, best.get(number, 0))
    ranked = sorted(best, key=lambda number: (-best[number], number))
    return [known.texts[number] for number in ranked[:MOST_COMPARED]]


def _about(sentence: str, text: str) -> int:
    """How many words, without names and figures, two texts have in common; one for a common subject."""
    ours, theirs = stems(sentence), stems(text)
    most = max((len(ours[code] & theirs[code]) for code in _shared(ours, theirs)), default=0)
    return most or int(bool(families(sentence) & families(text)))


def _shared(ours: Mapping[str, frozenset[str]], theirs: Mapping[str, frozenset[str]]) -> list[str]:
    return [code for code in ours if code in theirs]


def _whole(kind: MarkKind, sentence: str, note: str, filed: Filed, *, words: str = "") -> DraftMark:
    start = len(sentence) - len(sentence.lstrip())
    stated = sentence.strip()
    return DraftMark(kind, start, start + len(stated), words=stated, note=note, ground=(_ground(filed, words),))


def _mark(kind: MarkKind, mention: Mention, note: str, ground: tuple[DraftGround, ...]) -> DraftMark:
    return DraftMark(kind, mention.start, mention.end, words=mention.written, note=note, ground=ground)


def _ground(filed: Filed, words: str) -> DraftGround:
    text = filed.fact.text if filed.fact else words
    return DraftGround(filed.kind, filed.id, short(text))
