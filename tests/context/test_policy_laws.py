"""Laws of the policy over thousands of random proposals: no fact is lost or altered, every quote stands."""

from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, Phase, given
from hypothesis import strategies as st

from lib.context.engine.policy import MOST_FROM_MESSAGE, MOST_OPERATIONS, Judgement, RunInput, judge
from lib.context.evidence.quotes.correspondence import Correspondence, correspondence_of
from lib.context.model import Contact, Evidence, Fact, Interaction
from lib.context.refresh import refresh
from lib.context.store import reads
from lib.database import engine, read_only
from tests.support import site
from tests.support.laws import examples
from tests.support.site import ANNA, MONDAY, day
from tests.support.texts.mixed_evidence import violations

CONTACT = Contact(ANNA, "Anna Berg", None, None, None, MONDAY)
SENTENCES = (
    "Our budget is 500k for the flat.",
    "We are vegetarian now, all of us.",
    "Our budget is 650,000 at most.",
    "I'm vegan.",
    "My brother Paul pays for it.",
    "The closing is on 3 May 2026.",
    "We never liked the second floor.",
    "Call me at +49 151 2345678 tomorrow.",
)
CLAIMS = (
    "Budget is 500k.", "Is vegetarian.", "Budget is 650k.", "Is vegan.", "Has a brother.", "Closes on 2026-05-03.",
    "Dislikes the second floor.", "Wants a call.",
)  # fmt: skip
"""What each sentence supports."""
TEXTS = (*CLAIMS, "Knows Peter.", "Has 3 dogs.", "buyer", "", "x" * 400)
KINDS = ("key_fact", "role", "opportunity", "risk", "other")
RUNS, PROPOSALS, EXAMPLES = 5, 12, 100
"""Each example is a story of five runs with twelve proposals each: 6,000 proposals in all."""

number = st.integers(0, 999)
proposals = st.lists(st.tuples(*[number] * 6), min_size=PROPOSALS, max_size=PROPOSALS + 2)
mails = st.lists(st.tuples(number, number, number), min_size=1, max_size=3)
runs = st.lists(st.tuples(mails, proposals), min_size=RUNS, max_size=RUNS)
pins = st.sets(st.integers(0, 6), max_size=2)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(("op", "kind", "text", "evidence")), inner)
    ),
    max_leaves=12,
)


def mail(id: str, numbers: tuple[int, int, int]) -> Interaction:
    """A message of two sentences; who wrote it, when, and whether it quotes, as the numbers say."""
    first, second, third = numbers
    body = f"{SENTENCES[first % 8]} {SENTENCES[second % 8]}"
    if third % 5 == 0:
        body = f"{SENTENCES[first % 8]}\n\nOn 1 June 2026, Tom wrote:\n> {SENTENCES[second % 8]}\n"
    author = ("contact", "contact", "contact", "us", "other")[second % 5]
    kind = ("email", "sms", "meeting", "call")[third % 4]
    moment = day(int(id[1]) * 3 + third / 100)
    return Interaction(id, ANNA, kind, "in", author, None, None, None, body, False, moment, None, moment)


def proposal(numbers: tuple[int, ...], facts: int, read: list[Interaction]) -> dict[str, Any]:
    """A proposal that is often right, and wrong in every way now and then."""
    op, kind, fact, words, source, quote = numbers
    place = source % len(read)
    said = [sentence for sentence in SENTENCES if sentence in read[place].body]
    sentence = said[words % len(said)]
    claim = CLAIMS[SENTENCES.index(sentence)] if words % 7 else TEXTS[words % len(TEXTS)]
    quotes = (sentence, sentence.upper(), sentence.replace(" ", "\n> "), sentence[:20], "not in any mail at all")
    return {
        "op": ("add", "contradict", "contradict", "restate", "add", "contradict", "delete")[op % 7],
        "kind": "key_fact" if kind % 6 else KINDS[kind % 5],
        "type": "thing" if kind % 5 in (2, 3) else "",
        "fact": f"f{fact % (facts + 1)}",
        "text": claim,
        "reason": "They say so." if op % 9 else "",
        "evidence": [{"source": f"s{place + 1 + source % 11 // 10}", "quote": quotes[quote % 5]}],
    }


def answered(old: Fact, new: Fact, stance: str) -> list[Evidence]:
    """What words of the client have to be newer than: all of a fact's, to say that it holds.

    To end it they are newer than the client's own for it, where there are any: what somebody else wrote of a fact
    meanwhile does not keep the client from having changed their mind before it.
    """
    own = [quote for quote in new.evidence if quote.author == "contact" and quote.stance == "supports" != stance]
    return own or list(old.evidence)


def check(
    before: tuple[Fact, ...], done: Judgement, asked: int, read: list[Interaction], correspondence: Correspondence
) -> None:
    """Every law, for one run."""
    bodies = {source.interaction.id: source.interaction.body for source in correspondence.sources}
    authors = {source.interaction.id: source.interaction.author for source in correspondence.sources}
    kinds = {item.id: item.kind for item in read}
    assert len(done.verdicts) == asked
    assert [fact.id for fact in done.facts[: len(before)]] == [fact.id for fact in before]
    for old, new in zip(before, done.facts, strict=False):
        kept = replace(new, status=old.status, ended_version=old.ended_version, superseded_by=old.superseded_by)
        assert replace(kept, reason=old.reason, evidence=old.evidence) == old
        assert new.evidence[: len(old.evidence)] == old.evidence
        if not old.is_current:
            assert new == old
        spoken = {
            item.stance
            for item in new.evidence[len(old.evidence) :]
            if item.author == authors[item.interaction_id] == "contact"
            and item.first_seen_at > max(quote.first_seen_at for quote in answered(old, new, item.stance))
            and item.interaction_id not in {quote.interaction_id for quote in old.evidence}
        }
        """On which sides of the fact the client's own newer words are."""
        if old.pinned and new.status != old.status:
            assert (old.status, new.status) == ("disputed", "active")
            assert "supports" in spoken
        if old.is_current and not new.is_current:
            assert new.status == "contradicted"
            assert new.reason
            assert "contradicts" in spoken
            successor = next(fact for fact in done.facts if fact.id == new.superseded_by)
            assert successor.is_current or successor.ended_version == new.ended_version
    for fact in done.facts:
        assert any(item.stance == "supports" for item in fact.evidence)
        for item in fact.evidence:
            check_quote(item, bodies[item.interaction_id])
    taken = [verdict for verdict in done.verdicts if verdict.verdict != "rejected"]
    assert len(taken) <= MOST_OPERATIONS
    for item in read:
        carried = [v for v in taken if item.id in {quote.interaction_id for quote in v.evidence}]
        assert len(carried) <= (MOST_FROM_MESSAGE if kinds[item.id] in ("email", "sms") else MOST_OPERATIONS)
    current = [(fact.kind, fact.type, fact.text.casefold()) for fact in done.facts if fact.is_current]
    assert len(current) == len(set(current))


def check_quote(item: Evidence, body: str) -> None:
    assert item.quote == body[item.start : item.end]
    assert item.first_seen_at <= item.occurred_at


@examples(EXAMPLES, suppress_health_check=list(HealthCheck))
@given(story=runs, pinned=pins)
def test_no_fact_is_lost_or_altered_and_every_quote_stands(story: list[Any], pinned: set[int]) -> None:
    facts: tuple[Fact, ...] = ()
    known: list[Interaction] = []
    for version, (written, asked) in enumerate(story, 1):
        read = [mail(f"m{version}.{place}", numbers) for place, numbers in enumerate(written)]
        known += read
        correspondence = correspondence_of(known)
        by_id = {source.interaction.id: source for source in correspondence.sources}
        sources = {f"s{place}": by_id[item.id] for place, item in enumerate(read, 1)}
        names = {f"f{place}": fact.id for place, fact in enumerate(facts, 1)}
        operations = [proposal(numbers, len(facts), read) for numbers in asked]
        done = judge(facts, operations, RunInput(CONTACT, sources, names, correspondence), version=version)
        check(facts, done, len(operations), read, correspondence)
        again = judge(facts, operations, RunInput(CONTACT, sources, names, correspondence_of(known)), version=version)
        assert again == done
        facts = tuple(
            replace(fact, id=place, pinned=place in pinned, superseded_by=None, restores=None, added_at=day(60))
            for place, fact in enumerate(done.facts)
        )


def test_mixed_evidence_does_no_more_than_its_quotes_say_by_themselves() -> None:
    found, taken = violations(600, seed=7)
    assert found == []
    assert taken > 50


@examples(20)
@given(seed=st.integers(0, 2**32))
def test_mixed_evidence_of_any_kind_does_no_more(seed: int) -> None:
    assert violations(10, seed=seed)[0] == []


@examples(150)
@given(items=st.lists(json_values, max_size=10))
def test_no_answer_whatever_raises_or_changes_a_fact(items: list[Any]) -> None:
    correspondence = correspondence_of([mail("m1", (0, 1, 2))])
    done = judge((), items, RunInput(CONTACT, {"s1": correspondence.sources[0]}, {}, correspondence), version=1)
    assert [verdict.verdict for verdict in done.verdicts] == ["rejected"] * len(items)
    assert done.facts == ()


@examples(
    4,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    phases=(Phase.explicit, Phase.generate),
)
@given(story=runs)
def test_whatever_the_policy_says_the_database_takes_and_keeps(
    create_database: Any, migrated_template: str, story: Any
) -> None:
    """Code and database hold the same policy: no refresh is refused, and the ledger reads as the law says."""
    database = engine(create_database(migrated_template))
    site.install(database)
    facts: tuple[Fact, ...] = ()
    for number, (written, asked) in enumerate(story, 1):
        read = [mail(f"m{number}.{place}", numbers) for place, numbers in enumerate(written)]
        for item in read:
            site.write(database, item.id, item.body, at=item.occurred_at, kind=item.kind, author=item.author)
        read.sort(key=lambda item: (item.occurred_at, item.id))
        current = [fact for fact in facts if fact.is_current]
        reply = site.answer(*(proposal(numbers, len(current), read) for numbers in asked))
        outcome = refresh(database, ANNA, reader=site.Scripted(reply), now=day(number * 3 + 11))
        assert outcome.status in ("saved", "unchanged")
        with read_only(database) as connection:
            stored, shown = reads.facts(connection, ANNA), reads.current(connection, ANNA)
        assert [(fact.id, fact.text) for fact in stored[: len(facts)]] == [(fact.id, fact.text) for fact in facts]
        assert shown is not None
        assert shown.problems == ()
        assert shown.document["key_facts"] == [f.text for f in stored if f.is_current and f.kind == "key_fact"]
        facts = stored
    database.dispose()
