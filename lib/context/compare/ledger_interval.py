"""The ledger of facts between two versions: which fact an item of the object states, and what became of it."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lib.context.engine.ledger import stood
from lib.context.model import KINDS, Evidence, Fact, has_rows


@dataclass(frozen=True)
class Recorded:
    """One piece of evidence and the version that was current when the run that found it had ended."""

    fact_id: int
    version: int
    evidence: Evidence


class Interval:
    """The facts of one contact between `old_version` and `new_version`."""

    def __init__(
        self, facts: Sequence[Fact], recorded: Iterable[Recorded], *, old_version: int, new_version: int
    ) -> None:
        self.facts = {fact.id: fact for fact in facts}
        self._old = [fact for fact in facts if stood(fact, old_version)]
        self._new = [fact for fact in facts if stood(fact, new_version)]
        self._fresh: dict[int, tuple[Evidence, ...]] = {}
        for item in recorded:
            if old_version < item.version <= new_version:
                self._fresh[item.fact_id] = (*self.fresh(item.fact_id), item.evidence)

    def stated(self, section: str, old: Sequence[Any], new: Sequence[Any]) -> tuple[dict[int, Any], dict[int, Any]]:
        """The items of either side that state facts, by the fact; one that was restored on the way is the same fact."""
        items = _opportunities if has_rows(section) else _items
        before = items(section, old, self._old)
        known = {_key(fact): fact.id for fact in self._old if fact.id in before}
        after = items(section, new, self._new)
        return before, {known.get(_key(self.facts[number]), number): item for number, item in after.items()}

    def fresh(self, fact_id: int) -> tuple[Evidence, ...]:
        """What was recorded for or against a fact in between."""
        return self._fresh.get(fact_id, ())

    def successor(self, fact: Fact, *, among: Container[int]) -> Fact | None:
        """The fact that took the place of `fact`, perhaps over several steps, if it is `among` those."""
        seen: set[int] = set()
        number = fact.superseded_by
        while number is not None and number in self.facts and number not in seen:
            if number in among:
                return self.facts[number]
            seen.add(number)
            number = self.facts[number].superseded_by
        return None

    def evidence_against(self, fact: Fact) -> tuple[Evidence, ...]:
        """What ended `fact`: the quotes of its successor, else those that contradict it."""
        next_fact = self.facts.get(fact.superseded_by or 0)
        against = tuple(item for item in fact.evidence if item.stance == "contradicts")
        return next_fact.evidence if next_fact and next_fact.evidence else against

    def news(
        self, old: Mapping[str, Any], new: Mapping[str, Any]
    ) -> Iterator[tuple[str, Any, Fact, tuple[Evidence, ...]]]:
        """Section, item, fact and fresh evidence of each fact that both objects state in the same words."""
        sections = dict.fromkeys(kind.section for kind in KINDS.values() if kind.section)
        for section in sections if self._fresh else ():
            before, after = self.stated(section, _list(old.get(section)), _list(new.get(section)))
            for number, item in after.items():
                if (fresh := self.fresh(number)) and before.get(number) == item:
                    yield section, item, self.facts[number], fresh


def _items(section: str, items: Sequence[Any], facts: Iterable[Fact]) -> dict[int, Any]:
    """The items that state one of the facts, known by its words."""
    known = {_key(fact): fact.id for fact in facts if KINDS[fact.kind].section == section}
    return {known[key]: item for item in items if (key := _item_key(section, item)) in known}


def _opportunities(section: str, items: Sequence[Any], facts: Sequence[Fact]) -> dict[int, Any]:
    """The stated opportunities by their facts: the object does not hold their words, but the order of the ledger."""
    known = [fact for fact in facts if KINDS[fact.kind].section == section]
    stated = [item for item in items if isinstance(item, dict) and item.get("stage") == "stated"]
    opportunity_of: dict[int, Any] = {}
    for name in dict.fromkeys(fact.type for fact in known):
        of_type = [item for item in stated if item.get("type") == name]
        ids = [fact.id for fact in known if fact.type == name]
        opportunity_of |= zip(reversed(ids), reversed(of_type), strict=False)  # deals of the rows come before them
    return dict(sorted(opportunity_of.items()))


def _key(fact: Fact) -> tuple[str, ...]:
    kind = KINDS[fact.kind]
    return kind.section or "", fact.type if kind.has_type else "", fact.text


def _item_key(section: str, item: Any) -> tuple[str, ...]:
    """What an item is known by; no fact has an empty section."""
    if isinstance(item, str):
        return section, "", item
    has_type = any(kind.has_type for kind in KINDS.values() if kind.section == section)
    is_typed = has_type and isinstance(item, dict)
    return (section, str(item.get("type")), str(item.get("note"))) if is_typed else ("", "", "")


def _list(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list | tuple) else ()
