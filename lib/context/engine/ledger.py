"""The ledger of facts while one run works on it: facts are appended, supported and ended, never changed otherwise."""

from dataclasses import dataclass, replace
from datetime import datetime

from lib.context.engine.proposals import same_words
from lib.context.model import Author, Evidence, Fact, FactStatus, Operation


@dataclass(frozen=True)
class Ledger:
    """The facts of one contact in ledger order, as `version` will have them; new ones have negative ids."""

    facts: tuple[Fact, ...]
    version: int

    def fact(self, fact_id: int) -> Fact | None:
        """The fact with that id, or None."""
        return next((fact for fact in self.facts if fact.id == fact_id), None)

    def current_like(self, proposal: Operation) -> Fact | None:
        """The current fact that says the same as `proposal`, or None."""
        return next((fact for fact in self.facts if fact.is_current and is_same(fact, proposal)), None)

    def last_ended_like(self, proposal: Operation) -> Fact | None:
        """The last ended fact that said the same as `proposal`, or None."""
        ended = [fact for fact in self.facts if not fact.is_current and is_same(fact, proposal)]
        return max(ended, key=lambda fact: (fact.ended_version or 0, fact.id), default=None)

    def added(self, fact: Fact) -> tuple["Ledger", Fact]:
        """The ledger with `fact` at its end, and the fact as it stands there."""
        new_id = min((item.id for item in self.facts if item.id < 0), default=0) - 1
        made = replace(fact, id=new_id, added_version=self.version)
        return replace(self, facts=(*self.facts, made)), made

    def supported(self, fact: Fact, evidence: tuple[Evidence, ...], *, status: FactStatus | None = None) -> "Ledger":
        """The ledger with more evidence for or against a current fact, and its new status, where it gets one."""
        return self._with(replace(fact, evidence=fact.evidence + evidence, status=status or fact.status))

    def ended(
        self,
        fact: Fact,
        *,
        reason: str,
        successor: int | None,
        evidence: tuple[Evidence, ...] = (),
        status: FactStatus = "contradicted",
    ) -> "Ledger":
        """The ledger in which `fact` has ended with this version; it keeps its evidence and names its successor."""
        return self._with(
            replace(
                fact,
                status=status,
                ended_version=self.version,
                superseded_by=successor,
                reason=reason,
                evidence=fact.evidence + evidence,
            )
        )

    def pinned(self, fact: Fact, *, is_pinned: bool) -> "Ledger":
        """The ledger in which a person pinned or unpinned `fact`."""
        return self._with(replace(fact, pinned=is_pinned))

    def _with(self, changed: Fact) -> "Ledger":
        return replace(self, facts=tuple(changed if fact.id == changed.id else fact for fact in self.facts))


def stood(fact: Fact, version: int) -> bool:
    """Whether the fact stood in that version of the object."""
    return fact.added_version <= version and (fact.ended_version is None or fact.ended_version > version)


def is_same(fact: Fact, proposal: Operation) -> bool:
    """Whether `fact` and `proposal` say the same: kind, type and folded words."""
    same_kind = fact.kind == proposal.kind and fact.type == proposal.type
    return same_kind and same_words(fact.text) == same_words(proposal.text)


def newest_evidence(fact: Fact, *, author: Author | None = None) -> datetime | None:
    """When the fact was last spoken of, for or against, by `author` alone where given; None where it never was.

    A person's decision counts from when it was made.
    """
    moments = [item.first_seen_at for item in fact.evidence if author in (None, item.author)]
    if fact.added_at is not None and (fact.actor != "reader" or not fact.evidence):
        moments.append(fact.added_at)
    return max(moments, default=None)
