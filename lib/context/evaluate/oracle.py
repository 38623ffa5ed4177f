"""A scripted reader that proposes exactly the gold of what it is shown: what the policy does with it is its ceiling."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lib.context.engine.proposals import TEXT_LENGTH, same_words, slug
from lib.context.evaluate.case import Case, Gold
from lib.context.model import KINDS, ReaderAnswer

REASON = "The later words say otherwise."


@dataclass(frozen=True)
class Oracle:
    """Knows one case; what ends an earlier fact comes first, as a message may carry only so much."""

    case: Case
    name: str = "oracle"
    prompt_version: str = "1"

    def read(self, request: dict[str, Any]) -> ReaderAnswer:
        """The gold of the sources at hand as proposals, in its order."""
        aliases = {}
        for source in request["sources"]:
            moment = datetime.fromisoformat(source["occurred_at"])
            for item in self.case.interactions:
                if (item.occurred_at, item.author, item.subject or "") == (moment, source["author"], source["subject"]):
                    aliases[item.id] = source["id"]
        at_hand = [gold for gold in self.case.gold if gold.quote.interaction in aliases]
        operations = [
            operation
            for gold in sorted(at_hand, key=lambda gold: gold.ends is None)
            for operation in self._proposals(gold, aliases[gold.quote.interaction], request["facts"])
        ]
        return ReaderAnswer({"operations": operations, "interactions": [], "summary": [], "threads": []})

    def _proposals(self, gold: Gold, source: str, facts: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """What `gold` says; where the fact that it ends is of another kind, the end comes alone."""
        made = proposal(self.case, gold, source=source)
        ended = next((item for item in self.case.gold if item.id == gold.ends), None)
        if ended is None:
            return [made]
        alias = fact_alias(self.case, ended, facts)
        if not alias:
            return [made]
        if ended.kind == gold.kind:
            return [{**made, "op": "contradict", "fact": alias, "reason": REASON}]
        end = {**made, "op": "end", "kind": ended.kind, "type": "", "text": "", "fact": alias, "reason": REASON}
        return [end, made]


def proposal(case: Case, gold: Gold, *, source: str) -> dict[str, Any]:
    """`gold` as one `add`: its quote, letter for letter, is what it states."""
    kind = KINDS[gold.kind]
    return {
        "op": "add",
        "kind": gold.kind,
        "type": f"stated_{slug(first_of(case, gold).id)}" if kind.has_type else "",
        "fact": "",
        "text": _text(gold),
        "reason": "",
        "evidence": [{"source": source, "quote": gold.quote.text}],
    }


def fact_alias(case: Case, gold: Gold, facts: list[dict[str, Any]]) -> str:
    """The alias of the fact that states `gold`, or ""."""
    made = proposal(case, gold, source="")
    wanted = gold.kind, made["type"], same_words(made["text"])
    return next((fact["id"] for fact in facts if (fact["kind"], fact["type"], same_words(fact["text"])) == wanted), "")


def first_of(case: Case, gold: Gold) -> Gold:
    """Where the line of what ends what begins: one thing keeps its type when its value changes."""
    by_id = {item.id: item for item in case.gold}
    while gold.ends is not None and by_id[gold.ends].kind == gold.kind:
        gold = by_id[gold.ends]
    return gold


def _text(gold: Gold) -> str:
    words = " ".join(gold.quote.text.split())[:TEXT_LENGTH]
    return (slug(words) or "stated") if KINDS[gold.kind].is_slug else words
