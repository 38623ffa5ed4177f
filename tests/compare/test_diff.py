"""The diff of two context objects: its laws, and what it says of each kind of change."""

from dataclasses import replace
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from lib.context.compare import diff, matching
from lib.context.compare.diff import ContextChange, Diff, compare, same, swapped
from lib.context.compare.ledger_interval import Recorded
from lib.context.model import Fact
from lib.context.text import word_diff
from tests.support.context_histories import History, context, evidence, histories, sentences
from tests.support.laws import examples

LAWS = examples(150)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | sentences,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["type", "note", "x"]), inner, max_size=3)
    ),
    max_leaves=6,
)
broken_objects = st.dictionaries(st.sampled_from([*diff.SECTIONS, "extra"]), json_values, max_size=5)


def between(history: History, old: int, new: int) -> Diff:
    return compare(
        history.objects[old - 1],
        history.objects[new - 1],
        old_version=old,
        new_version=new,
        facts=history.facts,
        recorded=history.recorded,
    )


def pairs() -> st.SearchStrategy[tuple[History, int, int]]:
    return histories().flatmap(
        lambda made: st.tuples(st.just(made), *[st.integers(1, len(made.objects)) for _ in range(2)])
    )


def bare(made: Diff) -> list[str]:
    return sorted(repr(item) for item in made.changes)


def applied(old: dict[str, Any], changes: Diff) -> dict[str, Any]:
    """`old` with the changes made: the new object, but for the order of its lists and the ignored fields."""
    new = dict(old)
    for item in changes.changes:
        current = new.get(item.section)
        if (
            diff._is_list(current)
            and isinstance(item.old, str | dict | None)
            and isinstance(item.new, str | dict | None)
        ):
            left = matching.unequal(current or [], [] if item.old is None else [item.old])[0]
            new[item.section] = left if item.new is None else [*left, item.new]
        else:
            new[item.section] = item.new
    return new


def same_object(left: dict[str, Any], right: dict[str, Any]) -> bool:
    return all(same(left.get(name), right.get(name)) for name in {*left, *right} - diff.IGNORED)


@LAWS
@given(histories())
def test_an_object_does_not_differ_from_itself(history: History) -> None:
    for version in range(1, len(history.objects) + 1):
        assert between(history, version, version) == Diff(version, version, ())


@LAWS
@given(pairs())
def test_the_changes_made_to_the_old_object_give_the_new_one(drawn: tuple[History, int, int]) -> None:
    history, old, new = drawn
    assert same_object(applied(history.objects[old - 1], between(history, old, new)), history.objects[new - 1])


@LAWS
@given(pairs())
def test_the_diff_seen_backwards_is_the_diff_with_its_sides_swapped(drawn: tuple[History, int, int]) -> None:
    history, old, new = drawn
    assert bare(between(history, new, old)) == bare(swapped(between(history, old, new)))


@LAWS
@given(broken_objects, broken_objects)
@example({"summary": [{}]}, {"summary": [{"type": None}]})
def test_the_laws_hold_for_objects_that_do_not_validate(old: dict[str, Any], new: dict[str, Any]) -> None:
    assert compare(old, old).changes == ()
    assert same_object(applied(old, compare(old, new)), new)
    assert bare(compare(new, old)) == bare(swapped(compare(old, new)))


@LAWS
@given(sentences, sentences)
def test_the_words_of_a_change_are_the_words_of_both_sentences(old: str, new: str) -> None:
    made = word_diff.spans(old, new)
    assert "".join(span.text for span in made if span.kind != "cut") == new
    assert "".join(span.text for span in made if span.kind != "new") == old


def test_a_moved_fact_is_no_change() -> None:
    old = context(key_facts=["Vegetarian.", "Prefers SMS.", "Has a dog."])
    assert compare(old, old | {"key_facts": ["Has a dog.", "Vegetarian.", "Prefers SMS."]}).changes == ()


def test_a_contradicted_fact_is_joined_with_its_successor_and_the_evidence() -> None:
    proof = evidence(5, quote="Please call me from now on.")
    facts = (
        Fact(1, "key_fact", "", "Prefers SMS.", "contradicted", 1, 2, superseded_by=2, reason="Asked to be called."),
        Fact(2, "key_fact", "", "Wants phone calls.", "active", 2, evidence=(proof,)),
    )
    old, new = context(key_facts=["Prefers SMS."]), context(key_facts=["Wants phone calls."])
    expected = ContextChange(
        "key_facts", "contradicted", "Prefers SMS.", "Wants phone calls.", False, 1, 2, "Asked to be called.", (proof,)
    )
    assert compare(old, new, old_version=1, new_version=2, facts=facts).changes == (expected,)


def test_a_fact_contradicted_twice_is_one_change_from_the_first_to_the_last() -> None:
    facts = (
        Fact(1, "key_fact", "", "Prefers SMS.", "contradicted", 1, 2, superseded_by=2, reason="Asked."),
        Fact(2, "key_fact", "", "Wants calls.", "contradicted", 2, 3, superseded_by=3, reason="Asked again."),
        Fact(3, "key_fact", "", "Wants letters.", "active", 3),
    )
    old, new = context(key_facts=["Prefers SMS."]), context(key_facts=["Wants letters."])
    (change,) = compare(old, new, old_version=1, new_version=3, facts=facts).changes
    assert (change.kind, change.old, change.new, change.fact) == ("contradicted", "Prefers SMS.", "Wants letters.", 1)


def test_two_facts_contradicted_by_one_give_the_successor_once() -> None:
    facts = (
        Fact(1, "key_fact", "", "Rents in Athens.", "contradicted", 1, 2, superseded_by=3, reason="Moved."),
        Fact(2, "key_fact", "", "Lives alone.", "contradicted", 1, 2, superseded_by=3, reason="Moved."),
        Fact(3, "key_fact", "", "Lives with her sister in Volos.", "active", 2),
    )
    old = context(key_facts=["Rents in Athens.", "Lives alone."])
    new = context(key_facts=["Lives with her sister in Volos."])
    made = compare(old, new, old_version=1, new_version=2, facts=facts)
    assert [(item.kind, item.old, item.new) for item in made.changes] == [
        ("contradicted", "Rents in Athens.", "Lives with her sister in Volos."),
        ("contradicted", "Lives alone.", None),
    ]


def test_one_of_two_stated_opportunities_is_contradicted_and_joined_with_its_successor() -> None:
    proof = evidence(5, quote="Our budget is now 650k.")
    facts = (
        Fact(1, "opportunity", "purchase", "Buys for 500k.", "contradicted", 1, 2, superseded_by=3, reason="Raised."),
        Fact(2, "opportunity", "purchase", "Buys a second flat for 800k.", "active", 1),
        Fact(3, "opportunity", "purchase", "Buys for 650k.", "active", 2, evidence=(proof,)),
    )
    deal = {"type": "purchase", "stage": "stated", "estimated_value": 1.0, "next_action": "Call."}
    first, second, third = (deal | {"estimated_value": value, "next_action": ""} for value in (5e5, 8e5, 6.5e5))
    old, new = context(opportunities=[deal, first, second]), context(opportunities=[deal, second, third])
    expected = ContextChange("opportunities", "contradicted", first, third, False, 1, 3, "Raised.", (proof,))
    assert compare(old, new, old_version=1, new_version=2, facts=facts).changes == (expected,)


def test_a_stated_opportunity_is_contradicted_by_one_that_the_object_shows_alike() -> None:
    proof = evidence(5, quote="Rather one in town.")
    facts = (
        Fact(1, "opportunity", "rental", "Rents by the sea.", "contradicted", 1, 2, superseded_by=3, reason="Moved."),
        Fact(2, "opportunity", "rental", "Rents a garage.", "active", 1),
        Fact(3, "opportunity", "rental", "Rents in town.", "active", 2, evidence=(proof,)),
    )
    item = {"type": "rental", "stage": "stated", "estimated_value": None, "next_action": ""}
    both = context(opportunities=[item, item])
    expected = ContextChange("opportunities", "contradicted", item, item, False, 1, 3, "Moved.", (proof,))
    assert compare(both, both, old_version=1, new_version=2, facts=facts).changes == (expected,)


def test_a_stated_opportunity_whose_value_moved_is_changed_and_one_restored_is_the_same() -> None:
    again = evidence(5, quote="Or even 650k.")
    facts = (
        Fact(1, "opportunity", "purchase", "Buys a flat.", "active", 1),
        Fact(2, "opportunity", "rental", "Rents a garage.", "retracted", 1, 2, reason="Wrong."),
        Fact(3, "opportunity", "rental", "Rents a garage.", "active", 3, restores=2),
    )
    flat = {"type": "purchase", "stage": "stated", "estimated_value": 5e5, "next_action": ""}
    garage = {"type": "rental", "stage": "stated", "estimated_value": None, "next_action": ""}
    old, new = context(opportunities=[flat, garage]), context(opportunities=[flat | {"estimated_value": None}, garage])
    made = compare(old, new, old_version=1, new_version=3, facts=facts, recorded=(Recorded(1, 2, again),))
    expected = ContextChange("opportunities", "changed", flat, new["opportunities"][0], False, 1, evidence=(again,))
    assert made.changes == (expected,)


def test_retracted_and_restored_facts_are_called_so() -> None:
    facts = (
        Fact(1, "role", "", "tenant", "retracted", 1, 2, reason="Wrong person."),
        Fact(2, "role", "", "buyer", "retracted", 1, 1, reason="Mistake."),
        Fact(3, "role", "", "buyer", "active", 2, restores=2, actor="Tom", reason="Was right."),
    )
    made = compare(context(roles=["tenant"]), context(roles=["buyer"]), old_version=1, new_version=2, facts=facts)
    assert [(item.kind, item.old, item.new, item.reason) for item in made.changes] == [
        ("retracted", "tenant", None, "Wrong person."),
        ("restored", None, "buyer", "Was right."),
    ]


def test_evidence_that_came_in_between_makes_a_fact_restated_or_disputed() -> None:
    facts = (
        Fact(1, "key_fact", "", "Vegetarian.", "active", 1),
        Fact(2, "key_fact", "", "Has a dog.", "disputed", 1),
        Fact(3, "key_fact", "", "Prefers SMS.", "active", 1),
    )
    again, against, early = evidence(3), evidence(4, stance="contradicts"), evidence(1)
    recorded = (Recorded(1, 2, again), Recorded(2, 2, against), Recorded(3, 1, early), Recorded(3, 3, evidence(9)))
    document = context(facts)
    made = compare(document, document, old_version=1, new_version=2, facts=facts, recorded=recorded)
    assert [(item.kind, item.new, item.evidence) for item in made.changes] == [
        ("restated", "Vegetarian.", (again,)),
        ("disputed", "Has a dog.", (against,)),
    ]


def test_a_thread_is_known_by_its_id_and_its_changed_fields_are_named() -> None:
    thread = {"channel": "email", "thread_id": "t1", "topic": "Offer", "needs_reply": True}
    old = context(open_threads=[thread])
    new = context(
        open_threads=[
            {"channel": "email", "thread_id": "t2", "topic": "Offer", "needs_reply": True},
            thread | {"topic": "Viewing on Monday", "needs_reply": False},
        ]
    )
    made = compare(old, new)
    assert [(item.kind, item.fields, item.is_derived) for item in made.changes] == [
        ("changed", ("topic", "needs_reply"), True),
        ("added", (), True),
    ]


def test_a_risk_from_a_query_is_derived_and_one_the_client_stated_is_not() -> None:
    stated = Fact(1, "risk", "budget", "May lose the loan.", "active", 2, evidence=(evidence(2),))
    new = context((stated,))
    new["risks"] = [*new["risks"], {"type": "communications_gap", "note": "No reply for 3 days."}]
    made = compare(context(), new, old_version=1, new_version=2, facts=(stated,))
    assert [(item.new["type"], item.is_derived, item.fact) for item in made.changes] == [
        ("budget", False, 1),
        ("communications_gap", True, None),
    ]


def test_sections_of_the_wrong_type_are_compared_whole() -> None:
    old, new = context(key_facts="Vegetarian."), context(key_facts=["Vegetarian."])
    assert compare(old, new).changes == (ContextChange("key_facts", "changed", "Vegetarian.", ["Vegetarian."]),)


def test_the_order_of_finance_accounts_is_no_change() -> None:
    links = {"finance_accounts": ["a", "b"], "swl_guest_profile_id": None}
    turned = links | {"finance_accounts": ["b", "a"]}
    assert compare(context(system_links=links), context(system_links=turned)).changes == ()


def test_the_time_of_the_update_alone_is_no_change() -> None:
    assert compare(context(), context(last_updated_at="2026-04-01T00:00:00Z")).changes == ()


def test_changed_words_are_marked_inside_a_sentence_and_an_amount_is_one_word() -> None:
    made = word_diff.spans("Interested in flats up to 500,000 euros.", "Interested in flats up to 650,000 euros.")
    assert [(span.kind, span.text) for span in made] == [
        ("same", "Interested in flats up to "),
        ("cut", "500,000"),
        ("new", "650,000"),
        ("same", " euros."),
    ]


def test_a_decimal_number_is_one_token() -> None:
    made = word_diff.spans("The valence is 0.0. Fine.", "The valence is 0.1. Fine.")
    assert [(span.kind, span.text) for span in made if span.kind != "same"] == [("cut", "0.0"), ("new", "0.1")]


def test_sentences_that_share_little_are_shown_whole() -> None:
    made = word_diff.spans("Warm lead.", "Signed and moved in last week.")
    assert [span.kind for span in made] == ["cut", "new"]


def test_counts_keep_derived_changes_apart() -> None:
    thread = {"channel": "email", "thread_id": "t1", "topic": "Offer", "needs_reply": True}
    made = compare(context(), context(key_facts=["Vegetarian."], open_threads=[thread]))
    assert made.counts == {"added": 1, "derived": 1}


def test_the_document_for_agents_names_versions_kinds_facts_and_quotes() -> None:
    proof = replace(evidence(5), quote="I am a vegetarian.")
    facts = (Fact(7, "key_fact", "", "Vegetarian.", "active", 2, evidence=(proof,)),)
    made = compare(context(), context(facts), old_version=1, new_version=2, facts=facts)
    assert diff.to_document(made) == {
        "from": 1,
        "to": 2,
        "counts": {"added": 1},
        "changes": [
            {
                "section": "key_facts",
                "kind": "added",
                "derived": False,
                "old": None,
                "new": "Vegetarian.",
                "fact_id": 7,
                "evidence": [
                    {
                        "interaction_id": "m5",
                        "quote": "I am a vegetarian.",
                        "author": "contact",
                        "stance": "supports",
                        "occurred_at": "2026-03-06T09:00:00+00:00",
                        "first_seen_at": "2026-03-06T09:00:00+00:00",
                    }
                ],
            }
        ],
    }
