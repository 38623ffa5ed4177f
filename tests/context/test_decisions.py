"""What people decide: each is a run with a name and a reason, and stands in the history."""

from decimal import Decimal

import pytest
from sqlalchemy import Engine

from lib.context import decisions
from lib.context.accept_preview import PreviewOutdated, accept_preview
from lib.context.decisions import Refused
from lib.context.model import Fact, Outcome
from lib.context.queue import limits
from lib.context.refresh import refresh
from lib.context.store import reads
from lib.database import read_only
from tests.support import site
from tests.support.site import ANNA, Scripted, add, answer, contradict, day


@pytest.fixture
def business(database: Engine) -> Engine:
    """A business that knows one fact about one client."""
    site.install(database)
    site.write(database, "m1", "Our budget is 500k for the flat.")
    refresh(database, ANNA, reader=Scripted(answer(add("Budget is 500k.", "Our budget is 500k"))), now=day(1))
    return database


def ledger(database: Engine) -> tuple[Fact, ...]:
    with read_only(database) as connection:
        return reads.facts(connection, ANNA)


def key_facts(outcome: Outcome) -> list[str]:
    assert outcome.context is not None
    return list(outcome.context["key_facts"])


def raised(database: Engine, *, at: float = 3, proposal: dict[str, object] | None = None) -> Outcome:
    """The outcome of a mail in which the client names another budget."""
    site.write(database, "m2", "We talked to the bank, our budget is now 650k.", at=day(at - 1))
    proposal = proposal or contradict("f1", "Budget is 650k.", "our budget is now 650k")
    return refresh(database, ANNA, reader=Scripted(answer(proposal)), now=day(at))


def test_a_pinned_fact_cannot_be_contradicted_by_a_reader(business: Engine) -> None:
    (fact,) = ledger(business)
    pinned = decisions.pin(business, ANNA, fact.id, actor="Tom", now=day(1.5))
    assert (pinned.status, pinned.version) == ("saved", 1)
    site.write(business, "m3", "Could you call me?", at=day(1.2), thread_id="t3")
    assert decisions.unpin(business, ANNA, fact.id, actor="Tom", now=day(1.6)).version == 1
    assert decisions.pin(business, ANNA, fact.id, actor="Tom", now=day(1.7)).version == 1
    proposal = contradict("f1", "Budget is 650k.", "our budget is now 650k", source="s2")
    (verdict,) = raised(business, proposal=proposal).verdicts
    assert (verdict.verdict, verdict.rule) == ("rejected", "pinned")
    decisions.unpin(business, ANNA, fact.id, actor="Tom", now=day(4))
    assert [item.pinned for item in ledger(business)] == [False]


def test_a_retracted_fact_comes_back_only_through_a_person(business: Engine) -> None:
    (fact,) = ledger(business)
    outcome = decisions.retract(business, ANNA, fact.id, actor="Tom", reason="It was a joke.", now=day(2))
    assert (outcome.version, key_facts(outcome)) == (2, [])
    site.write(business, "m2", "As I said: our budget is 500k.", at=day(3))
    again = refresh(business, ANNA, reader=Scripted(answer(add("Budget is 500k.", "our budget is 500k"))), now=day(4))
    assert [(verdict.verdict, verdict.rule) for verdict in again.verdicts] == [("rejected", "retracted")]
    assert again.run_id is not None
    taken = decisions.accept(business, ANNA, again.run_id, 0, actor="Tom", reason="It was none.", now=day(5))
    assert key_facts(taken) == ["Budget is 500k."]
    old, new = ledger(business)
    assert (old.status, old.ended_version, new.restores, new.actor) == ("retracted", 2, old.id, "Tom")
    assert [item.quote for item in new.evidence] == ["our budget is 500k"]


def test_a_correction_is_a_new_fact_that_supersedes(business: Engine) -> None:
    (fact,) = ledger(business)
    outcome = decisions.correct(
        business, ANNA, fact.id, "Budget is 520k.", actor="Tom", reason="She called me.", now=day(2)
    )
    assert key_facts(outcome) == ["Budget is 520k."]
    old, new = ledger(business)
    assert (old.status, old.superseded_by, new.actor, new.reason) == ("contradicted", new.id, "Tom", "She called me.")


def test_evidence_from_before_a_persons_correction_does_not_contradict_it(business: Engine) -> None:
    (fact,) = ledger(business)
    decisions.correct(business, ANNA, fact.id, "Budget is 520k.", actor="Tom", reason="She called me.", now=day(2.5))
    site.write(business, "m2", "We talked to the bank, our budget is now 650k.", at=day(2), changed_at=day(3))
    proposal = contradict("f1", "Budget is 650k.", "our budget is now 650k")
    outcome = refresh(business, ANNA, reader=Scripted(answer(proposal)), now=day(4))
    assert [(verdict.verdict, verdict.rule) for verdict in outcome.verdicts] == [("rejected", "not_newer")]


def test_an_ended_fact_is_restored_as_a_new_one_that_names_it(business: Engine) -> None:
    raised(business)
    old = ledger(business)[0]
    outcome = decisions.restore(business, ANNA, old.id, actor="Tom", reason="The bank said no.", now=day(5))
    assert key_facts(outcome) == ["Budget is 650k.", "Budget is 500k."]
    assert ledger(business)[2].restores == old.id


def test_an_older_snapshot_is_restored_as_a_new_version(business: Engine) -> None:
    raised(business)
    outcome = decisions.restore_snapshot(business, ANNA, 1, actor="Tom", reason="Wrong mail.", now=day(5))
    assert (outcome.version, key_facts(outcome)) == (3, ["Budget is 500k."])
    assert [fact.status for fact in ledger(business)] == ["contradicted", "retracted", "active"]


def standing(database: Engine) -> list[tuple[str, str, bool, int, str]]:
    """What stands: words, status, pin, how many quotes and the last of them by letter."""
    current = [fact for fact in ledger(database) if fact.is_current]
    return [(f.text, f.status, f.pinned, len(f.evidence), max(item.quote for item in f.evidence)) for f in current]


@pytest.mark.parametrize("text", ["Budget is 520k.", "Budget is 500K."])
def test_the_version_before_a_correction_comes_back_with_its_pin(business: Engine, text: str) -> None:
    (fact,) = ledger(business)
    decisions.pin(business, ANNA, fact.id, actor="Tom", now=day(2))
    before = standing(business)
    decisions.correct(business, ANNA, fact.id, text, actor="Tom", reason="She called me.", now=day(3))
    decisions.restore_snapshot(business, ANNA, 1, actor="Tom", reason="Undone.", now=day(4))
    assert standing(business) == before == [("Budget is 500k.", "active", True, 1, "Our budget is 500k")]


def test_the_version_before_a_retraction_comes_back_with_its_dispute(business: Engine) -> None:
    site.write(business, "m2", "Her budget is now 650k.", at=day(2), author="other")
    refresh(
        business, ANNA, reader=Scripted(answer(contradict("f1", "Budget is 650k.", "budget is now 650k"))), now=day(3)
    )
    before = standing(business)
    decisions.retract(business, ANNA, ledger(business)[0].id, actor="Tom", reason="Wrong.", now=day(4))
    decisions.restore_snapshot(business, ANNA, 2, actor="Tom", reason="Undone.", now=day(5))
    assert sorted(standing(business)) == sorted(before)
    assert [item[:4] for item in before] == [
        ("Budget is 500k.", "disputed", False, 2),
        ("Budget is 650k.", "disputed", False, 1),
    ]


def test_an_unsupported_proposal_can_be_accepted_by_a_person(business: Engine) -> None:
    site.write(business, "m2", "Please give my regards to the whole team.", at=day(2))
    proposal = add("Has 3 dogs.", "my regards to the whole team")
    outcome = refresh(business, ANNA, reader=Scripted(answer(proposal)), now=day(3))
    assert [(verdict.verdict, verdict.rule) for verdict in outcome.verdicts] == [("rejected", "unsupported")]
    assert outcome.run_id is not None
    accepted = decisions.accept(business, ANNA, outcome.run_id, 0, actor="Tom", reason="I met them.", now=day(4))
    assert key_facts(accepted) == ["Budget is 500k.", "Has 3 dogs."]
    with pytest.raises(Refused):
        decisions.accept(business, ANNA, outcome.run_id, 0, actor="Tom", reason="I met them.", now=day(5))


def test_an_accepted_contradiction_with_a_wrong_quote_ends_the_fact_that_it_names(business: Engine) -> None:
    outcome = raised(business, proposal=contradict("f1", "Budget is 650k.", "our budget was now 650k"))
    assert [(verdict.verdict, verdict.rule) for verdict in outcome.verdicts] == [("rejected", "quote_not_found")]
    assert outcome.run_id is not None
    accepted = decisions.accept(business, ANNA, outcome.run_id, 0, actor="Tom", reason="I read it.", now=day(4))
    old, new = ledger(business)
    assert (key_facts(accepted), old.status, old.superseded_by) == (["Budget is 650k."], "contradicted", new.id)


def test_a_preview_is_accepted_without_a_second_call(business: Engine) -> None:
    site.write(business, "m2", "By the way, I am vegetarian.", at=day(2))
    reader = Scripted(answer(add("Is vegetarian.", "I am vegetarian")))
    preview = refresh(business, ANNA, reader=reader, now=day(3), dry_run=True)
    assert preview.run_id is not None
    outcome = accept_preview(business, ANNA, preview.run_id, actor="Tom", now=day(4))
    assert (outcome.status, outcome.version, len(reader.requests)) == ("saved", 2, 1)
    assert key_facts(outcome) == ["Budget is 500k.", "Is vegetarian."]
    with read_only(business) as connection:
        assert limits.used_today(connection, day(3)) == limits.Usage(1, 120, Decimal(0))
    with pytest.raises(PreviewOutdated):
        accept_preview(business, ANNA, preview.run_id, actor="Tom", now=day(5))


def test_a_decision_without_a_name_or_a_reason_is_refused(business: Engine) -> None:
    (fact,) = ledger(business)
    with pytest.raises(Refused):
        decisions.retract(business, ANNA, fact.id, actor="Tom", reason=" ", now=day(2))
    with pytest.raises(Refused):
        decisions.pin(business, ANNA, fact.id, actor="", now=day(2))
