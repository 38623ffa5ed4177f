"""The promises of both sides, sentence by sentence, as the local rules propose them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from lib.context.commitments.promises import is_promise
from lib.context.commitments.receipts import says_it_is_kept
from lib.context.model import KINDS, PROMISERS
from lib.context.readers.local_sentences import plain, sentences
from lib.context.readers.local_slots import ReadingRules
from lib.context.readers.speech.clauses import is_hearsay
from lib.context.readers.speech.grammar import grammars_of, is_any
from lib.context.readers.speech.overtaken import follows
from lib.context.text.languages import small
from lib.context.text.mail.segments import own_text

PROMISE = next(kind for kind in KINDS.values() if kind.is_promise)
SIDES = {author: side for side, author in PROMISERS.items()}
KEPT = "The other side says that it has come or is done."
SHORTEST = 16
"""Characters below which a sentence ("I'll call.") promises nothing that could be told from another promise."""


def promised(request: Mapping[str, Any], chosen: ReadingRules) -> Iterator[dict[str, Any]]:
    """An operation for each promise in the new mails and messages; one that is given again is more evidence."""
    for source in request["sources"]:
        if source["author"] not in SIDES or source["channel"] not in ("email", "sms"):
            continue
        if chosen.orders.search(plain(source["text"])):
            continue
        for sentence in sentences(own_text(source["text"])):
            if len(sentence) < SHORTEST or not is_promise(sentence) or not _is_meant(sentence, source["text"]):
                continue
            yield {
                "op": "add",
                "kind": PROMISE.name,
                "type": SIDES[source["author"]],
                "fact": "",
                "text": sentence,
                "reason": "",
                "evidence": [{"source": source["id"], "quote": sentence}],
            }


def kept(request: Mapping[str, Any], given: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """An end to each promise of which the other side says in a new mail or message that it has come or is done.

    A promise that is `given` in the same reading is kept by what was written after it alone.
    """
    promises = [fact for fact in request["facts"] if fact["kind"] == PROMISE.name]
    for fact in promises:
        for end in _ends(fact["type"], fact["text"], request["sources"]):
            yield {**end, "fact": fact["id"]}
    known = {fact["text"] for fact in promises}
    places = {source["id"]: number for number, source in enumerate(request["sources"], 1)}
    for promise in given:
        if promise["text"] not in known:
            (cited,) = promise["evidence"]
            for end in _ends(promise["type"], promise["text"], request["sources"][places[cited["source"]] :]):
                yield follows(end, promise)


def _ends(by: str, text: str, sources: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """The end of a promise, with the first words in the sources by which the other side says that it is kept."""
    written = (
        (source["id"], sentence)
        for source in sources
        if source["channel"] in ("email", "sms") and SIDES.get(source["author"]) not in (None, by)
        for sentence in sentences(own_text(source["text"]))
        if says_it_is_kept(sentence, text)
    )
    for source_id, sentence in islice(written, 1):
        yield {
            "op": "end",
            "kind": PROMISE.name,
            "type": by,
            "fact": "",
            "text": "",
            "reason": KEPT,
            "evidence": [{"source": source_id, "quote": sentence}],
        }


def _is_meant(sentence: str, text: str) -> bool:
    """Whether a promise is no joke, and nothing that its author is said to have promised."""
    chosen = grammars_of(sentence, text)
    return not is_any(chosen, "unreal", small(sentence)) and not is_hearsay(small(sentence), chosen)
