"""Two values of one thing in one reading: both stand in the ledger, the first ended by the second."""

from dataclasses import replace

from sqlalchemy import Engine

from lib.context.refresh import refresh
from lib.context.store import reads
from lib.database import read_only
from tests.context.test_policy import BUDGET, judged, mail, rules
from tests.support import site
from tests.support.site import ANNA, Scripted, add, answer, contradict, day

FIRST, SECOND, THIRD = "Our budget is 400k.", "Our budget is now 450k.", "We can go up to 500k, our budget is now 500k."
MAILS = (mail("m1", FIRST, at=1), mail("m2", SECOND, at=2), mail("m3", THIRD, at=3))
BOTH = (add("Budget is 400k.", FIRST, source="s1"), contradict("op1", "Budget is 450k.", SECOND, source="s2"))


def told(facts: object) -> list[tuple[str, str, str | None]]:
    """Each fact's text and status, and the text of what ended it."""
    by_id = {fact.id: fact for fact in facts}  # type: ignore[attr-defined]
    return [
        (fact.text, fact.status, by_id[fact.superseded_by].text if fact.superseded_by else None)
        for fact in by_id.values()
    ]


def test_a_contradiction_names_an_earlier_operation_of_the_same_answer() -> None:
    done = judged((), *BOTH, read=MAILS)
    assert rules(done) == [("applied", "new"), ("applied", "contradicted")]
    assert told(done.facts) == [
        ("Budget is 400k.", "contradicted", "Budget is 450k."),
        ("Budget is 450k.", "active", None),
    ]
    assert [(fact.added_version, fact.ended_version) for fact in done.facts] == [(2, 2), (2, None)]


def test_three_values_are_a_chain_that_begins_with_the_fact_on_file() -> None:
    chain = (
        contradict("f1", "Budget is 400k.", FIRST, source="s1"),
        contradict("op1", "Budget is 450k.", SECOND, source="s2"),
        contradict("op2", "Budget is 500k.", THIRD, source="s3"),
    )
    done = judged((replace(BUDGET, text="Budget is 600k."),), *chain, read=MAILS)
    assert told(done.facts) == [
        ("Budget is 600k.", "contradicted", "Budget is 400k."),
        ("Budget is 400k.", "contradicted", "Budget is 450k."),
        ("Budget is 450k.", "contradicted", "Budget is 500k."),
        ("Budget is 500k.", "active", None),
    ]


def test_a_refused_or_later_operation_cannot_be_named() -> None:
    wrong = add("Budget is 900k.", FIRST, source="s1")
    assert rules(judged((), wrong, BOTH[1], read=MAILS)) == [("rejected", "unsupported"), ("rejected", "unknown_fact")]
    later = contradict("op2", "Budget is 450k.", SECOND, source="s2")
    assert rules(judged((), later, BOTH[0], read=MAILS))[0] == ("rejected", "unknown_fact")


def test_the_older_word_ends_no_newer_one_of_the_same_answer() -> None:
    newest = add("Budget is 450k.", SECOND, source="s2")
    older = contradict("op1", "Budget is 400k.", FIRST, source="s1")
    assert rules(judged((), newest, older, read=MAILS))[1] == ("rejected", "not_newer")


def test_both_values_are_stored_and_the_object_has_the_last(database: Engine) -> None:
    site.install(database)
    site.write(database, "m1", FIRST, at=day(1))
    site.write(database, "m2", SECOND, at=day(2))
    refresh(database, ANNA, reader=Scripted(answer(*BOTH)), now=day(5))
    with read_only(database) as connection:
        facts, current = reads.facts(connection, ANNA), reads.current(connection, ANNA)
    assert told(facts) == [("Budget is 400k.", "contradicted", "Budget is 450k."), ("Budget is 450k.", "active", None)]
    assert current is not None
    assert current.document["key_facts"] == ["Budget is 450k."]
