"""The second try: what a reader is asked again of its refused proposals, and how its corrections enter the answer."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from difflib import SequenceMatcher
from typing import Any

from lib.context.engine.policy import MOST_OPERATIONS
from lib.context.engine.proposals import same_words
from lib.context.model import Operation, Verdict

FORM = frozenset({"malformed", "unknown_source", "unknown_fact", "other_kind", "no_reason"})
FORM_OF_QUOTE = frozenset({"quote_empty", "quote_too_long", "quote_not_found", "quote_too_short"})
SUPPORT = frozenset(
    {
        "quote_turned",
        "no_statement",
        "unsupported",
        "unrelated",
        "other_subject",
        "not_said_again",
        "not_ended",
        "only_planned",
        "only_might_be",
    }
)
MENDABLE = FORM | FORM_OF_QUOTE | SUPPORT
"""The rules after whose refusal a reader may mend its proposal; what the ledger or a person forbids, it cannot."""
ALIKE = 0.3
"""From this likeness of words on, 0 to 1, a proposal of the second try is taken as the correction of a refused one."""
KEY = "second_try"
"""Where an answer document says what became of its second try; only we write it."""
STILL_REFUSED = "Refused on the second try, too: a person decides."
NOT_ASKED = "The reader had no request or time left to mend it: a person decides."
WITHDRAWN = "Asked again, the reader did not mend it: a person decides."


def refused(verdicts: Sequence[Verdict]) -> tuple[int, ...]:
    """The places of the proposals that a second try may mend, the first `MOST_OPERATIONS`."""
    places = (number for number, item in enumerate(verdicts) if item.verdict == "rejected")
    return tuple(number for number in places if verdicts[number].rule in MENDABLE)[:MOST_OPERATIONS]


def question(request: Mapping[str, Any], verdicts: Sequence[Verdict], places: Sequence[int]) -> dict[str, Any]:
    """The request once more with what was refused of its answer and why, at its end: the beginning stays the same."""
    again = [
        {"operation": _written(verdicts[number].operation), "reason": verdicts[number].reason} for number in places
    ]
    return {**request, "refused": again}


def without_word_of_ours(document: Mapping[str, Any]) -> dict[str, Any]:
    """An answer document without what only we may write into it."""
    return {name: value for name, value in document.items() if name != KEY}


def mended(
    first: Mapping[str, Any], second: Sequence[Any], *, verdicts: Sequence[Verdict], places: Sequence[int]
) -> dict[str, Any]:
    """The first answer with the operations of the second in the place of the refused ones.

    What was not refused stands first and in its order, so that nothing the second try brings can change its verdicts;
    the citations of the summary follow their operations. A refused proposal without a correction stays as it was.
    """
    operations = list(first["operations"])
    kept = [number for number in range(len(operations)) if number not in set(places)]
    new = [item for item in second[:MOST_OPERATIONS] if _key(item) not in {_key(operations[n]) for n in kept}]
    corrections = _paired([verdicts[number].operation for number in places], new)
    more = [item for number, item in enumerate(new) if number not in corrections.values()]
    order = [*kept, *places]
    document = {
        **without_word_of_ours(first),
        "operations": [
            *(operations[number] for number in kept),
            *(new[corrections[at]] if at in corrections else operations[number] for at, number in enumerate(places)),
            *more,
        ],
        KEY: {
            "from": len(kept),
            "mended": [len(kept) + at for at in range(len(places)) if at in corrections],
            "refused": [_refusal(verdicts[number]) for number in places],
        },
    }
    names = {f"op{old + 1}": f"op{new + 1}" for new, old in enumerate(order)}
    document["operations"] = [_of_renamed(item, names) for item in document["operations"]]
    if isinstance(summary := first.get("summary"), list):
        document["summary"] = [_renamed(sentence, names) for sentence in summary]
    return document


def failed(
    first: Mapping[str, Any], verdicts: Sequence[Verdict], places: Sequence[int], *, error: str
) -> dict[str, Any]:
    """The first answer, whose second try brought nothing, with the reason."""
    document = mended(first, (), verdicts=verdicts, places=places)
    return {**document, KEY: {**document[KEY], "error": error}}


def skipped(first: Mapping[str, Any]) -> dict[str, Any]:
    """The first answer, whose reader had used up its requests or its time before a second try."""
    return {**first, KEY: {"skipped": True}}


def explained(verdicts: tuple[Verdict, ...], document: Mapping[str, Any]) -> tuple[Verdict, ...]:
    """The verdicts of an answer; those that no second try mended say that a person decides."""
    tried = document.get(KEY)
    if not isinstance(tried, dict):
        return verdicts
    return tuple(_explained(item, number, tried) for number, item in enumerate(verdicts))


def _explained(verdict: Verdict, number: int, tried: Mapping[str, Any]) -> Verdict:
    if "skipped" in tried:
        is_open = verdict.verdict == "rejected" and verdict.rule in MENDABLE
        return replace(verdict, reason=f"{verdict.reason} {NOT_ASKED}") if is_open else verdict
    if verdict.verdict != "rejected" or number < tried["from"]:
        return verdict
    is_withdrawn = number < tried["from"] + len(tried["refused"]) and number not in tried["mended"]
    word = WITHDRAWN if is_withdrawn else STILL_REFUSED
    return replace(verdict, reason=f"{verdict.reason} {word}")


def _paired(refused: Sequence[Operation], new: Sequence[Any]) -> dict[int, int]:
    """Which of `new` corrects which of `refused`, by likeness; as many as are left on both sides go in order."""
    pairs = sorted(
        (-_likeness(old, item), at, number)
        for at, old in enumerate(refused)
        for number, item in enumerate(new)
        if isinstance(item, dict)
    )
    new_of: dict[int, int] = {}
    for likeness, at, number in pairs:
        if -likeness >= ALIKE and at not in new_of and number not in new_of.values():
            new_of[at] = number
    left = [at for at in range(len(refused)) if at not in new_of]
    free = [number for number in range(len(new)) if number not in new_of.values()]
    return new_of | (dict(zip(left, free, strict=True)) if len(left) == len(free) else {})


def _likeness(old: Operation, item: Mapping[str, Any]) -> float:
    if old.kind != item.get("kind") or (old.fact and item.get("fact") and old.fact != item["fact"]):
        return 0.0
    text = item.get("text")
    return SequenceMatcher(None, same_words(old.text), same_words(text[:300] if isinstance(text, str) else "")).ratio()


def _key(item: Any) -> Any:
    if not isinstance(item, dict):
        return item if isinstance(item, str | int | float) else str(item)[:200]
    text = item.get("text")
    words = same_words(text[:300]) if isinstance(text, str) else ""
    return (*(str(item.get(name)) for name in ("op", "kind", "type", "fact")), words)


def _written(operation: Operation) -> dict[str, Any]:
    """The operation as a reader writes it."""
    return {**asdict(operation), "evidence": [asdict(quote) for quote in operation.evidence]}


def _refusal(verdict: Verdict) -> dict[str, Any]:
    return {**_written(verdict.operation), "rule": verdict.rule, "why": verdict.reason}


def _of_renamed(item: Any, names: Mapping[str, str]) -> Any:
    """The operation, which may name an earlier one as its fact, by that one's new place."""
    if not isinstance(item, dict) or not isinstance(fact := item.get("fact"), str) or fact not in names:
        return item
    return {**item, "fact": names[fact]}


def _renamed(sentence: Any, names: Mapping[str, str]) -> Any:
    if not isinstance(sentence, dict) or not isinstance(sentence.get("cites"), list):
        return sentence
    cites = [names.get(cite, cite) if isinstance(cite, str) else cite for cite in sentence["cites"]]
    return {**sentence, "cites": cites}
