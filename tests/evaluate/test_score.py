"""The score: counts told by the places of quotes alone."""

from dataclasses import replace
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.context.evaluate.case import Case
from lib.context.evaluate.score import Tally, score, total
from lib.context.model import Fact
from lib.context.share import Share, difference
from tests.evaluate.small_corpus import case as load
from tests.evaluate.small_corpus import evidence, fact

EMPTY = Tally(cases=1, gold=3, endings=1, traps=4, threads=1)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return load(tmp_path_factory.mktemp("corpus"))


def on(case: Case, name: str, *, share: float = 1.0) -> tuple[str, int, int]:
    """The place of the first `share` of a gold fact's quote, or of the trap with that number."""
    passages = {gold.id: gold.quote for gold in case.gold} | {str(n): trap.quote for n, trap in enumerate(case.traps)}
    passage = passages[name]
    return passage.interaction, passage.start, passage.start + ceil(share * (passage.end - passage.start))


def test_nothing_found_is_nothing_found(case: Case) -> None:
    assert score(case, (), {"flat"}) == replace(EMPTY, told=1, omitted=1)
    assert score(case, (), set()) == replace(EMPTY, omitted=1)


def test_a_quote_that_covers_half_of_the_gold_finds_it_and_less_does_not(case: Case) -> None:
    half = fact(1, evidence(*on(case, "g1", share=0.5)))
    assert score(case, [half], set()) == replace(EMPTY, omitted=1, found=1, facts=1, precise=1)
    less = fact(1, evidence(*on(case, "g1", share=0.4)))
    assert score(case, [less], set()) == replace(EMPTY, omitted=1, facts=1, unlisted=1)
    _, start, end = on(case, "g1")
    elsewhere = fact(1, evidence("m2", start, end))
    assert score(case, [elsewhere], set()).found == 0


def test_an_ending_is_right_when_the_new_words_contradict_the_old_fact(case: Case) -> None:
    new = fact(2, evidence(*on(case, "g3")))
    old = fact(1, evidence(*on(case, "g2")), status="contradicted", superseded_by=2)
    right = replace(EMPTY, found=2, facts=2, precise=2, ended=1)
    assert score(case, [old, new], set()) == right
    assert score(case, [replace(old, superseded_by=7), new], set()) == replace(right, ended=0)
    without_successor = fact(
        1, evidence(*on(case, "g2")), evidence(*on(case, "g3"), against=True), status="contradicted"
    )
    assert score(case, [without_successor], set()) == replace(right, facts=1, precise=1)


def test_an_ending_that_is_not_right_says_why(case: Case) -> None:
    new, old = fact(2, evidence(*on(case, "g3"))), fact(1, evidence(*on(case, "g2")))
    assert score(case, [old], set()) == replace(EMPTY, found=1, facts=1, precise=1, stale=1, omitted=1)
    assert score(case, [old, new], set()) == replace(EMPTY, found=2, facts=2, precise=2, stale=1)
    disputed = [replace(old, status="disputed"), replace(new, status="disputed")]
    assert score(case, disputed, set()) == replace(EMPTY, found=2, facts=2, precise=2, disputed=1)


def test_a_trap_is_taken_by_a_quote_that_covers_it_or_lies_in_it(case: Case) -> None:
    taken = replace(EMPTY, omitted=1, facts=1, taken=1)
    assert score(case, [fact(1, evidence(*on(case, "2")))], set()) == taken
    assert score(case, [fact(1, evidence(*on(case, "2", share=0.3)))], set()) == taken
    interaction, _, end = on(case, "2")
    around = fact(1, evidence(interaction, 0, end + 20))
    assert score(case, [around], set()) == replace(taken, found=1, omitted=0), (
        "the sentence before is gold, and no longer right"
    )


def test_a_fact_on_other_peoples_words_is_misattributed_when_told_as_the_contacts(case: Case) -> None:
    ours = fact(1, evidence("m2", 40, 60, author="us"))
    assert score(case, [ours], set()).misattributed == 0
    assert score(case, [fact(1, evidence("m2", 40, 60))], set()).misattributed == 1
    assert score(case, [fact(1, evidence(*on(case, "3")))], set()).misattributed == 1, "it quotes us"
    someone = replace(case, gold=(replace(case.gold[0], by="other"), *case.gold[1:]))
    assert score(someone, [fact(1, evidence(*on(case, "g1")))], set()).misattributed == 1
    assert score(case, [fact(1, evidence(*on(case, "g1")))], set()).misattributed == 0


def test_counts_add_up() -> None:
    one, two = Tally(cases=1, gold=3, found=2, told=1), Tally(cases=1, gold=4, found=1, taken=2)
    assert total([one, two]) == Tally(cases=2, gold=7, found=3, told=1, taken=2)
    assert total([]) == Tally()


places = st.tuples(st.sampled_from(["m1", "m2", "m3"]), st.integers(0, 120), st.integers(1, 80))
ledgers = st.lists(st.lists(places, min_size=1, max_size=3), max_size=6)


def facts_at(ledger: list[list[tuple[str, int, int]]]) -> list[Fact]:
    quotes = [[evidence(name, start, start + length) for name, start, length in item] for item in ledger]
    return [fact(number, *item) for number, item in enumerate(quotes, 1)]


@given(ledger=ledgers)
def test_no_count_is_larger_than_what_it_is_of(case: Case, ledger: list[list[tuple[str, int, int]]]) -> None:
    counted = score(case, facts_at(ledger), {"flat"})
    assert counted.found <= counted.gold
    assert counted.ended + max(counted.stale, counted.omitted, counted.disputed) <= counted.endings
    assert counted.taken <= counted.traps
    assert counted.precise + counted.unlisted <= counted.facts == len(ledger)
    assert counted.misattributed <= counted.facts


@given(ledger=ledgers, more=ledgers)
def test_another_fact_finds_no_less_and_takes_no_fewer_traps(
    case: Case, ledger: list[list[tuple[str, int, int]]], more: list[list[tuple[str, int, int]]]
) -> None:
    before, after = (score(case, facts_at(items), set()) for items in (ledger, ledger + more))
    assert before.found <= after.found
    assert before.taken <= after.taken
    assert before.misattributed <= after.misattributed


@given(of=st.integers(1, 2000), data=st.data())
def test_an_interval_holds_its_share_and_narrows_with_more(of: int, data: st.DataObject) -> None:
    right = data.draw(st.integers(0, of))
    low, high = Share(right, of).interval or (1, 0)
    assert 0 <= low <= right / of <= high <= 1
    many_low, many_high = Share(10 * right, 10 * of).interval or (1, 0)
    assert many_high - many_low < high - low


@given(a=st.integers(0, 50), b=st.integers(0, 50))
def test_a_difference_turns_its_sign_with_the_order(a: int, b: int) -> None:
    there, back = difference(Share(a, 50), Share(b, 50)), difference(Share(b, 50), Share(a, 50))
    assert there is not None
    assert back is not None
    assert there == pytest.approx((-back[0], -back[2], -back[1]))
    assert there[1] <= there[0] <= there[2]


def test_shares_are_told_with_their_interval() -> None:
    assert str(Share(311, 320)) == "311 of 320, 97.2 % [94.7, 98.5]"
    assert str(Share(0, 0)) == "0 of 0"
    assert (Share(0, 0).value, Share(0, 0).interval, difference(Share(0, 0), Share(1, 1))) == (None, None, None)
