"""The reader without a model: facts are sentences of the client, letter for letter, found by patterns.

It reads nothing but the request document. Each pattern fills a slot, so that a later value contradicts the earlier one;
what our own side reports contradicts too, and becomes a dispute by the policy. Within one request the last value of a
slot counts; those of earlier messages are proposed before it, each ended by the next.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from time import perf_counter
from typing import Any

from lib.context.evidence.polarity import clauses, polarity
from lib.context.model import KINDS, FactKind, ReaderAnswer
from lib.context.readers import local_voice
from lib.context.readers.local_limits import Room, once
from lib.context.readers.local_promises import kept, promised
from lib.context.readers.local_sentences import plain
from lib.context.readers.local_slots import Claim, Patterns, ReadingRules, named, rules
from lib.context.readers.local_spoken import spoken
from lib.context.readers.local_statements import Statement, statements
from lib.context.readers.local_summary import summary
from lib.context.readers.speech.grammar import grammars_of, is_any
from lib.context.readers.speech.overtaken import named as named_earlier
from lib.context.readers.speech.overtaken import with_overtaken
from lib.context.readers.speech.replaced import replaced
from lib.context.text.languages import small

LONG_WORD = 4
STATED: FactKind = "key_fact"
"""The kind of a fact that is a sentence of the client."""


@dataclass(frozen=True)
class Known:
    """One fact of the request, with what it states."""

    alias: str
    kind: str
    text: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True)
class LocalRules:
    """Reads by the rules of `local_rules.toml`."""

    name: str = "local rules"
    prompt_version: str = "1"

    def read(self, request: dict[str, Any]) -> ReaderAnswer:
        """The answer document for `request`; it costs no tokens."""
        started, chosen = perf_counter(), rules()
        known = tuple(
            Known(fact["id"], fact["kind"], fact["text"], chosen.claims(fact["text"])) for fact in request["facts"]
        )
        said = [statement for source in request["sources"] for statement in statements(source, chosen, by="contact")]
        reported = [statement for source in request["sources"] for statement in statements(source, chosen, by="us")]
        proposed = _operations(request, chosen, said=said, reported=reported, known=known)
        room = Room(request)
        last_words = [operation for operation in once(proposed) if room.takes(operation)]
        operations = named_earlier(list(with_overtaken(last_words, _overtaken(said), room.takes)), reason=_reason)
        labels, status = local_voice.labels(request["sources"]), _status(said, chosen)
        document = {
            "operations": operations,
            "interactions": labels,
            "relationship_status": status,
            "summary": summary(request, operations),
            "threads": local_voice.tones(
                request, labels, chosen.tones, is_conflict=_is_conflict(request, status["value"])
            ),
            "opportunities": _actions(request, chosen.actions),
        }
        return ReaderAnswer(document, duration_ms=round((perf_counter() - started) * 1000))


def _operations(
    request: Mapping[str, Any],
    chosen: ReadingRules,
    *,
    said: list[Statement],
    reported: list[Statement],
    known: tuple[Known, ...],
) -> Iterator[dict[str, Any]]:
    """All proposals, the most telling first: what is no longer so, who it is, what is new, what is said again."""
    facts = tuple(fact for fact in known if KINDS[fact.kind].form == "sentence")
    stated = _last_words(statement for statement in said if not statement.is_question)
    judged = [operation for statement in stated for operation in _of_client(statement, facts, chosen)]
    judged += [operation for statement in reported for operation in _of_ours(statement, facts)]
    judged += _as_said(request, chosen, facts, said=said)
    judged = _each_ended_once(judged)
    yield from (operation for operation in judged if operation["op"] == "contradict")
    yield from _ended(said, chosen, known)
    slugs = [kind for kind in chosen.kinds if KINDS[kind].is_slug]
    for kind in slugs:
        yield from _of_kind(kind, chosen.kinds[kind], said=said, known=known)
    yield from (operation for operation in judged if operation["op"] == "add")
    on_file = {deal["type"] for deal in request["opportunities"]}
    for kind in (kind for kind in chosen.kinds if kind not in slugs):
        yield from _of_kind(kind, _wanted(kind, chosen, on_file), said=said, known=known)
    given = list(promised(request, chosen))
    yield from given
    yield from kept(request, given)
    yield from (operation for operation in judged if operation["op"] == "restate")


def _each_ended_once(judged: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The operations, of which the last that contradicts a fact does so; an earlier one only adds what it says."""
    last = {operation["fact"]: operation for operation in judged if operation["op"] == "contradict"}
    return [
        operation
        if operation["op"] != "contradict" or last[operation["fact"]] is operation
        else {**operation, "op": "add", "fact": "", "reason": ""}
        for operation in judged
    ]


def _as_said(
    request: Mapping[str, Any], chosen: ReadingRules, facts: tuple[Known, ...], *, said: Iterable[Statement]
) -> Iterator[dict[str, Any]]:
    """What the sentences without a slot do: each puts an end to the fact that it replaces, or is a new one."""
    slotted = {(statement.source, statement.text) for statement in said if statement.claims}
    for statement in spoken(request, chosen):
        if not any(source == statement.source and statement.core in text for source, text in slotted):
            yield from _new(statement, facts)


def _new(statement: Statement, facts: tuple[Known, ...]) -> Iterator[dict[str, Any]]:
    """A sentence that puts an end to the facts that it replaces, or is a new one."""
    aliases = replaced(statement.core, [(fact.alias, fact.text) for fact in facts])
    if aliases and statement.is_by_other:
        return
    if not aliases and statement.is_fact:
        yield _operation("add", STATED, statement)
    for fact in facts:
        if fact.alias in aliases:
            yield _operation("contradict", fact.kind, statement, fact=fact.alias)


def _last_words(said: Iterable[Statement]) -> list[Statement]:
    """The statements that a later one does not overtake: of each slot with one value, the last."""
    listed = list(said)
    last = {
        claim.slot.name: (claim, number)
        for number, statement in enumerate(listed)
        for claim in statement.claims
        if not claim.is_besides
    }
    return [
        statement
        for number, statement in enumerate(listed)
        if all(claim.is_besides or last[claim.slot.name][1] == number for claim in statement.claims)
    ]


def _overtaken(said: Iterable[Statement]) -> dict[tuple[str, str], list[Callable[[str, str], dict[str, Any]]]]:
    """By the place of each last word for a value, what makes the operations of the words before it, in order.

    Only those of other messages: who corrects themselves within one has said the last alone.
    """
    by_slot: dict[str, list[tuple[Claim, Statement]]] = {}
    for statement in (statement for statement in said if not statement.is_question and statement.is_fact):
        for claim in statement.claims:
            if not claim.is_besides and not claim.is_ended:
                by_slot.setdefault(claim.slot.name, []).append((claim, statement))
    makers: dict[tuple[str, str], list[Callable[[str, str], dict[str, Any]]]] = {}
    for told in by_slot.values():
        chain = [
            statement
            for (claim, statement), (later, after) in pairwise(told)
            if not claim.agrees(later) and statement.source != after.source and len(statement.claims) == 1
        ]
        last = told[-1][1]
        if chain and len(last.claims) == 1 and last.source not in {statement.source for statement in chain}:
            makers[last.source, last.core] = [_maker(statement) for statement in chain]
    return makers


def _maker(statement: Statement) -> Callable[[str, str], dict[str, Any]]:
    return lambda op, fact: _operation(op, STATED, statement, fact=fact)


def _reason(operation: Mapping[str, Any]) -> str:
    return f"Said later: {operation['evidence'][0]['quote']}"[:200]


def _of_client(statement: Statement, facts: tuple[Known, ...], chosen: ReadingRules) -> Iterator[dict[str, Any]]:
    """What a sentence of the client does to the facts: contradicts, repeats or adds."""
    # what is still so is no change of the words that it is said in
    changed = tuple(claim for claim in statement.claims if claim.slot.values or not _is_still_so(statement.text))
    against = [fact for fact in facts if _differ(changed, fact.claims)]
    same = next((fact for fact in facts if _agree(statement.claims, fact.claims) and fact not in against), None)
    if not statement.claims and chosen.is_end(statement.text):
        against = _nearest(statement, facts)
        if not against:
            return
    elif not statement.claims:
        return
    for fact in against:
        # a fact that says the same already is the one that stands
        yield _operation("contradict", fact.kind, statement, fact=fact.alias, text=same.text if same else "")
    if not against and same:
        yield _operation("restate", same.kind, statement, fact=same.alias, text=same.text)
    elif not against:
        is_apart = any(claim.is_besides or claim.slot.is_passing for claim in statement.claims)
        yield from _new(statement, () if is_apart else facts)


def _is_still_so(sentence: str) -> bool:
    return is_any(grammars_of(sentence, sentence), "still", small(sentence))


def _of_ours(statement: Statement, facts: tuple[Known, ...]) -> Iterator[dict[str, Any]]:
    """What our own side reports is proposed only against a fact; the policy makes a dispute of it."""
    for fact in facts:
        if _differ(statement.claims, fact.claims):
            yield _operation("contradict", fact.kind, statement, fact=fact.alias)


def _ended(said: list[Statement], chosen: ReadingRules, known: tuple[Known, ...]) -> Iterator[dict[str, Any]]:
    """The typed facts and slugs that the client no longer is or wants, unless another sentence still says them."""
    for fact in known:
        patterns = chosen.kinds.get(fact.kind, {})
        slug = _slug(fact) if patterns else ""
        naming = [statement for statement in said if slug and slug in named(patterns, statement.text)]
        if naming and all(chosen.ends_wholly(statement.text) for statement in naming):
            yield _operation("end", fact.kind, naming[-1], fact=fact.alias, text=fact.text)


def _wanted(kind: str, chosen: ReadingRules, on_file: set[str]) -> Patterns:
    """The patterns of a typed kind, without the opportunities that a deal on file stands for already."""
    patterns = chosen.kinds[kind]
    if not KINDS[kind].has_rows:
        return patterns
    return {slug: words for slug, words in patterns.items() if slug not in on_file}


def _of_kind(
    kind: str, patterns: Patterns, *, said: Iterable[Statement], known: tuple[Known, ...]
) -> Iterator[dict[str, Any]]:
    """One proposal for each slug of a kind that is named for the first time."""
    listed = {_slug(fact) for fact in known if fact.kind == kind}
    for statement in (statement for statement in said if not statement.is_of_others):
        for slug in named(patterns, _affirmed(statement.text) if KINDS[kind].is_slug else statement.text):
            if slug not in listed and not rules().is_end(statement.text):
                listed.add(slug)
                is_slug = KINDS[kind].is_slug
                yield _operation("add", kind, statement, **({"text": slug} if is_slug else {"type_": slug}))


def _affirmed(sentence: str) -> str:
    """The clauses of a sentence that deny nothing: who looks for no house is no buyer."""
    if not polarity(sentence):
        return sentence
    return ", ".join(clause for clause, is_denied in clauses(small(sentence)) if not is_denied)


def _slug(fact: Known) -> str:
    """The slug that a fact stands for: its text is one, or it is found again by its pattern."""
    return fact.text if KINDS[fact.kind].is_slug else next(iter(named(rules().kinds[fact.kind], fact.text)), "")


def _operation(
    op: str, kind: str, statement: Statement, *, fact: str = "", type_: str = "", text: str = ""
) -> dict[str, Any]:
    """One operation that quotes the sentence: a fact its core, whose text it is unless `text` is given."""
    quote = statement.core if KINDS[kind].form == "sentence" else statement.text
    return {
        "op": op,
        "kind": kind,
        "type": type_,
        "fact": fact,
        "text": text or (statement.fact if KINDS[kind].form == "sentence" else quote),
        "reason": f"Said later: {statement.text}"[:200] if op in ("contradict", "end") else "",
        "evidence": [{"source": statement.source, "quote": quote}],
    }


def _differ(ours: tuple[Claim, ...], theirs: tuple[Claim, ...]) -> bool:
    """Whether one excludes the other: two values of a slot, neither of which is one more; or the end of a value."""
    return any(
        claim.slot == other.slot
        and not claim.agrees(other)
        and (claim.is_ended or not (claim.is_besides or other.is_besides))
        for claim in ours
        for other in theirs
    )


def _agree(ours: tuple[Claim, ...], theirs: tuple[Claim, ...]) -> bool:
    return any(claim.slot == other.slot and claim.agrees(other) for claim in ours for other in theirs)


def _nearest(statement: Statement, facts: tuple[Known, ...]) -> list[Known]:
    """The one fact that shares at least two long words with a sentence that says "no longer", or none."""
    words = _long_words(statement.text)
    shared = [(len(words & _long_words(fact.text)), -number, fact) for number, fact in enumerate(facts)]
    best = max(shared, default=None, key=lambda item: item[:2])
    return [best[2]] if best and best[0] >= 2 else []


def _long_words(text: str) -> set[str]:
    return {word.strip(".,;:!?'\"") for word in plain(text).split() if len(word) >= LONG_WORD} - {"longer", "more"}


def _status(said: list[Statement], chosen: ReadingRules) -> dict[str, str]:
    """The relationship as the client's last telling sentence shows it; empty values where none does."""
    for statement in reversed(said):
        for value in named(chosen.status, statement.text):
            return {"value": value, "source": statement.source, "quote": statement.text}
    return {"value": "", "source": "", "quote": ""}


def _is_conflict(request: Mapping[str, Any], status: str) -> bool:
    """Whether the relationship is one of conflict: by the words just read, or else as the object has it."""
    context = request["context"]
    present = context.get("relationship_status") if isinstance(context, dict) else ""
    return (status or present) == "conflict"


def _actions(request: Mapping[str, Any], actions: Mapping[str, Mapping[str, str]]) -> list[dict[str, str]]:
    """What to do next for each deal whose stage has no next action in the object yet."""
    current = request["context"].get("opportunities") if isinstance(request["context"], dict) else ()
    settled = {
        (item.get("type"), item.get("stage"))
        for item in (current if isinstance(current, list) else ())
        if isinstance(item, dict) and item.get("next_action")
    }
    pairs = (
        (deal["id"], actions.get(deal["type"], {}).get(deal["stage"], ""))
        for deal in request["opportunities"]
        if (deal["type"], deal["stage"]) not in settled
    )
    return [{"opportunity": alias, "next_action": action} for alias, action in pairs if action]
