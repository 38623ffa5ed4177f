"""Drift: the figures of each version agree with the ledger as it stood then."""

from datetime import timedelta

from hypothesis import given

from lib.context.compare.drift import Moment, Point, series
from lib.context.compare.ledger_interval import Recorded
from lib.context.model import Fact
from tests.support.context_histories import START, History, evidence, histories
from tests.support.laws import examples


def moments(count: int) -> list[Moment]:
    return [Moment(version, START + timedelta(days=version), 0.1) for version in range(1, count + 1)]


def test_each_version_has_its_figures() -> None:
    facts = (
        Fact(1, "key_fact", "", "Prefers SMS.", "contradicted", 1, 3, superseded_by=3, reason="Asked."),
        Fact(2, "key_fact", "", "Vegetarian.", "active", 1),
        Fact(3, "key_fact", "", "Wants calls.", "active", 3),
    )
    recorded = [
        Recorded(1, 1, evidence(1)),
        Recorded(2, 1, evidence(1)),
        Recorded(2, 2, evidence(2)),
        Recorded(3, 3, evidence(3)),
    ]
    first, second, third = moments(3)
    assert series([third, first, second], facts, recorded) == (
        Point(1, first.saved_at, 0.1, 2, 2, 0, 0.0),
        Point(2, second.saved_at, 0.1, 2, 0, 0, 0.5),
        Point(3, third.saved_at, 0.1, 2, 1, 1, 0.5),
    )


def test_the_same_interaction_twice_is_one_source_and_a_contradiction_is_none() -> None:
    facts = (Fact(1, "key_fact", "", "Vegetarian.", "disputed", 1),)
    recorded = [
        Recorded(1, 1, evidence(1)),
        Recorded(1, 1, evidence(1)),
        Recorded(1, 1, evidence(2, stance="contradicts")),
    ]
    assert [point.supported for point in series(moments(1), facts, recorded)] == [0.0]


def test_without_facts_there_is_no_share() -> None:
    assert series(moments(1), ()) == (Point(1, START + timedelta(days=1), 0.1, 0, 0, 0, None),)


def test_versions_left_out_count_for_the_next_one_shown() -> None:
    facts = tuple(Fact(number, "key_fact", "", f"Fact {number}.", "active", number) for number in range(1, 5))
    points = series([moments(4)[0], moments(4)[3]], facts)
    assert [(point.active, point.added) for point in points] == [(1, 1), (4, 3)]


@examples(100)
@given(histories())
def test_the_figures_agree_with_a_count_of_the_ledger(history: History) -> None:
    for point in series(moments(len(history.objects)), history.facts, history.recorded):
        standing = [
            fact
            for fact in history.facts
            if fact.added_version <= point.version
            and (fact.ended_version is None or fact.ended_version > point.version)
        ]
        several = [
            fact
            for fact in standing
            if len(
                {
                    item.evidence.interaction_id
                    for item in history.recorded
                    if item.fact_id == fact.id and item.version <= point.version and item.evidence.stance == "supports"
                }
            )
            > 1
        ]
        assert point.active == len(standing)
        assert point.supported == (len(several) / len(standing) if standing else None)
