"""The ledger of facts between two versions: which fact an item of the object states, and what became of it."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lib.context.model import Evidence, Fact

SECTION_OF = {"key_fact": "key_facts", "role": "roles", "opportunity": "opportunities", "risk": "risks"}


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
        self._old = {key: fact for fact in facts if _stands(fact, old_version) for key in _keys(fact)}
        self._new = {key: fact for fact in facts if _stands(fact, new_version) for key in _keys(fact)}
        self._recorded = tuple(item for item in recorded if old_version < item.version <= new_version)

    def old_fact(self, section: str, item: Any) -> Fact | None:
        """The fact that an item of the old object states."""
        return _find(self._old, section, item)

    def new_fact(self, section: str, item: Any) -> Fact | None:
        """The fact that an item of the new object states."""
        return _find(self._new, section, item)

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
        """Section, item, fact and fresh evidence of each fact that both objects state."""
        found: dict[int, list[Evidence]] = {}
        for item in self._recorded:
            found.setdefault(item.fact_id, []).append(item.evidence)
        for section in SECTION_OF.values() if found else ():
            before = {key for item in _list(old.get(section)) for key in _item_keys(section, item)}
            for item in _list(new.get(section)):
                fact = self.new_fact(section, item)
                if not fact or fact.id not in found or before.isdisjoint(_item_keys(section, item)):
                    continue
                if fact == self.old_fact(section, item):
                    yield section, item, fact, tuple(found.pop(fact.id))


def _stands(fact: Fact, version: int) -> bool:
    return fact.added_version <= version and (fact.ended_version is None or fact.ended_version > version)


def _find(facts: Mapping[tuple[str, ...], Fact], section: str, item: Any) -> Fact | None:
    return next((facts[key] for key in _item_keys(section, item) if key in facts), None)


def _keys(fact: Fact) -> tuple[tuple[str, ...], ...]:
    """What an item that states `fact` is known by."""
    if fact.kind == "opportunity":
        return (("opportunities", fact.type, fact.text), ("opportunities", fact.type))
    return (
        (SECTION_OF[fact.kind], fact.type, fact.text) if fact.kind == "risk" else (SECTION_OF[fact.kind], fact.text),
    )


def _item_keys(section: str, item: Any) -> tuple[tuple[str, ...], ...]:
    if isinstance(item, str):
        return ((section, item),)
    if not isinstance(item, dict):
        return ()
    if section == "risks":
        return ((section, str(item.get("type")), str(item.get("note"))),)
    if section == "opportunities" and item.get("stage") == "stated":
        return ((section, str(item.get("type")), str(item.get("next_action"))), (section, str(item.get("type"))))
    return ()


def _list(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list | tuple) else ()
