"""What rows and the clock decide: threads, risks, dormancy, emotion; no model has a say in it."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest

from lib.context.engine.derived import SourceRows, derive
from lib.context.engine.emotion import Label, is_falling, trend
from lib.context.engine.threads import open_threads
from lib.context.evidence.quotes.correspondence import correspondence_of
from lib.context.model import Contact, Deal, EmotionTrend, Evidence, Fact, Interaction, Suggestion, SystemLinks
from tests.support.site import ANNA, MONDAY, day

CONTACT = Contact(ANNA, "Anna Berg", None, None, None, MONDAY)
DEAL = Deal("d1", ANNA, "purchase", "negotiation", Decimal(550000), "Send the plan.", day(10), True, MONDAY)


def mail(id: str, body: str, at: float, author: str = "contact", **columns: object) -> Interaction:
    made = Interaction(
        id, ANNA, "email", "in", author, None, "t1", "Re: AW: Offer", body, False, day(at), None, day(at)
    )
    return replace(made, **columns)  # type: ignore[arg-type]


def rows(*interactions: Interaction, deals: tuple[Deal, ...] = (), **parts: object) -> SourceRows:
    made = SourceRows(CONTACT, correspondence_of(interactions).sources, deals, SystemLinks(), (), ())
    return replace(made, **parts)  # type: ignore[arg-type]


def needs_reply(*interactions: Interaction) -> list[bool]:
    return [thread.needs_reply for thread in open_threads(correspondence_of(interactions).sources, day(9))]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Could you send me the plan", True),
        ("When do we meet?", True),
        ("I am still waiting for the plan.", True),
        ("Let me\nknow, thanks.", True),
        ("Thanks, all clear.", False),
        ("See https://orb.example/?page=2", False),
        ("Fine.\n\nOn 1 June 2026, Tom wrote:\n> Shall we meet?\n", False),
        ("Could you send it? Never mind, I found it.", False),
    ],
)
def test_a_thread_needs_a_reply_when_the_clients_last_word_asks_or_waits(body: str, expected: bool) -> None:
    assert needs_reply(mail("m1", "Hello", 0, "us"), mail("m2", body, 1)) == [expected]


def test_our_answer_or_an_automatic_note_or_bulk_mail_needs_no_reply() -> None:
    asked = mail("m1", "When do we meet?", 1)
    assert needs_reply(asked, mail("m2", "On Monday.", 2, "us")) == [False]
    assert needs_reply(asked, mail("m2", "Your ticket? See below.", 2, is_bulk=True)) == [True]
    assert needs_reply(mail("m2", "Who reads this?", 2, is_bulk=True)) == []
    assert needs_reply(mail("m2", "Back on Monday?", 2, subject="Automatic reply: Offer")) == []


def test_what_was_asked_before_a_postscript_still_waits() -> None:
    assert needs_reply(mail("m1", "When do we meet?", 1), mail("m2", "The plan is attached.", 2)) == [True]


def waits_since(*interactions: Interaction) -> list[datetime]:
    return [thread.waits_since for thread in open_threads(correspondence_of(interactions).sources, day(9))]


def test_a_thread_waits_since_the_first_unanswered_message_that_asks() -> None:
    said, asked, again = mail("m1", "We like it.", 1), mail("m2", "When do we meet?", 2), mail("m3", "Any news?", 4)
    assert waits_since(said, asked, again) == [day(2)]
    assert waits_since(asked, mail("m3", "Never mind, found it.", 3), mail("m4", "Is it sunny?", 5)) == [day(5)]


def test_what_somebody_else_writes_in_the_thread_is_no_answer_of_ours() -> None:
    asked = mail("m1", "When do we meet?", 1)
    assert needs_reply(asked, mail("m2", "I am their lawyer.", 2, "other")) == [True]


FOR_A_DAY = """
Could we have two places at the window tomorrow?
Is there a seat at your workshop on 3 June?
Could we sit by the door tomorrow?
Können wir morgen auf die Terrasse?
Avez-vous une table pour demain ?
¿Hay sitio mañana para cuatro?
C'è posto domani per tre?
Há lugar amanhã para quatro?
""".strip().split("\n")
STILL_WANTED = """
Could you send me the plan tomorrow?
Can you tell us by tomorrow?
Is the kitchen ready by the 3rd?
Will you call me tomorrow?
Schicken Sie mir morgen den Plan?
Pouvez-vous m'appeler demain ?
¿Me puede llamar mañana?
Può inviarmi il contratto domani?
Pode ligar-me amanhã?
Do you still have the plan of the roof?
Could we have two places in July?
""".strip().split("\n")


@pytest.mark.parametrize(
    ("body", "expected"), [*((body, [False]) for body in FOR_A_DAY), *((body, [True]) for body in STILL_WANTED)]
)
def test_what_was_asked_for_a_day_waits_no_longer_when_the_client_writes_after_it(
    body: str, expected: list[bool]
) -> None:
    asked = mail("m1", body, 1)  # a Tuesday, 2 June
    assert needs_reply(asked) == [True]
    assert needs_reply(asked, mail("m2", "My aunt liked the roses.", 2 - 0.4)) == [True]
    assert needs_reply(asked, mail("m2", "My aunt liked the roses.", 4)) == expected


def test_the_next_question_waits_from_its_own_day() -> None:
    over, said = mail("m1", "Could we have two places at the window tomorrow?", 1), mail("m2", "They liked it.", 4)
    assert waits_since(over, said, mail("m3", "Is the soup without nuts?", 6)) == [day(6)]


@pytest.mark.parametrize("kind", ["meeting", "call"])
def test_a_later_meeting_or_call_answers_what_was_asked_before(kind: str) -> None:
    asked, again = mail("m1", "When do we meet?", 1), mail("m3", "And when do we sign?", 3)
    talk = replace(mail("t1", "We spoke.", 2, "us"), kind=kind)
    assert needs_reply(asked, talk) == [False]
    assert needs_reply(asked, talk, again) == [True]
    assert needs_reply(asked, replace(talk, occurred_at=day(10))) == [True]  # it has not taken place yet


def test_one_subject_after_a_long_silence_is_another_conversation_unless_the_site_names_the_thread() -> None:
    first, second = mail("m1", "When do we meet?", 0), mail("m2", "All clear.", 100)
    unnamed = correspondence_of([replace(first, thread_id=None), replace(second, thread_id=None)]).sources
    named = correspondence_of([first, second]).sources
    assert [(t.id, t.needs_reply) for t in open_threads(unnamed, day(101))] == [
        ("offer 2026-09-09", False),
        ("offer", True),
    ]
    assert [len(thread.messages) for thread in open_threads(named, day(101))] == [2]


def test_a_thread_that_the_site_names_is_one_whatever_channel_its_messages_came_by() -> None:
    asked = mail("m1", "When can we see the house?", 1, thread_id="c1")
    answered = mail("m2", "On Friday.", 2, author="us", thread_id="c1", kind="sms")
    (thread,) = open_threads(correspondence_of([asked, answered]).sources, day(3))
    assert (thread.channel, thread.id, thread.needs_reply) == ("email", "c1", False)
    apart = [mail("m1", "When?", 1, thread_id=None), mail("m2", "When?", 2, thread_id=None, kind="sms")]
    assert len(open_threads(correspondence_of(apart).sources, day(3))) == 2


def test_a_thread_has_its_subject_as_topic_and_closes_with_time() -> None:
    asked, said = mail("m1", "When do we meet?", 0), mail("m1", "All clear.", 0)
    found = [(thread.topic, thread.closes_at) for thread in open_threads(correspondence_of([asked]).sources, day(100))]
    assert found == [("Offer", day(120))]
    assert open_threads(correspondence_of([said]).sources, day(29)) != ()
    assert open_threads(correspondence_of([said]).sources, day(30)) == ()


def risks(found: SourceRows, at: float, facts: tuple[Fact, ...] = ()) -> list[str]:
    return [risk.type for risk in derive(found, facts, day(at)).risks]


def test_risks_follow_from_rows_and_the_clock() -> None:
    asked = rows(mail("m1", "When do we meet?", 0), deals=(DEAL,))
    assert risks(asked, 2.9) == []
    assert risks(asked, 3) == ["communications_gap"]
    assert risks(asked, 10) == ["communications_gap", "overdue_follow_up"]
    assert risks(asked, 45) == ["communications_gap", "overdue_follow_up", "long_silence"]


def test_a_stated_risk_stands_beside_the_derived_ones() -> None:
    quote = Evidence("m1", 0, 10, "my boss may leave", day(0), day(0), "contact")
    stated = Fact(1, "risk", "sponsor_leaves", "Her boss may leave.", "active", 1, evidence=(quote,))
    disputed = Fact(2, "key_fact", "", "Is rich.", "disputed", 1, evidence=(quote,))
    assert risks(rows(), 0, (stated, disputed)) == ["disputed_fact", "sponsor_leaves"]


def test_a_stated_opportunity_has_the_one_amount_in_its_quote() -> None:
    def stated(quote: str) -> float | None:
        evidence = Evidence("m1", 0, 10, quote, day(0), day(0), "contact")
        fact = Fact(1, "opportunity", "house_purchase", "Wants a house.", "active", 1, evidence=(evidence,))
        (found,) = derive(rows(), (fact,), day(0)).opportunities
        assert (found.type, found.stage) == ("house_purchase", "stated")
        return found.estimated_value

    assert (stated("a house for 650k"), stated("a house"), stated("500k or 600k")) == (650_000, None, None)


@pytest.mark.parametrize("at", [0.0, 2.0, 3.0, 9.5, 10.0, 29.0, 44.0, 45.0, 119.0, 120.0, 500.0])
def test_nothing_derived_changes_before_the_moment_that_is_stored(at: float) -> None:
    found = rows(mail("m1", "When do we meet?", 0), mail("m2", "All clear.", 0.5, thread_id="t2"), deals=(DEAL,))
    now = derive(found, (), day(at))
    if now.until is None:
        later = datetime(2100, 1, 1, tzinfo=MONDAY.tzinfo)
        assert replace(derive(found, (), later), until=None) == now
        return
    just_before = derive(found, (), now.until.replace(microsecond=0) - (now.until - day(at)) / 1000)
    assert just_before == now
    assert replace(derive(found, (), now.until), until=None) != replace(now, until=None)


def test_a_status_that_words_showed_lasts_until_a_long_silence() -> None:
    shown = (Suggestion("relationship_status", "", "hot", day(0)),)

    def status(*interactions: Interaction, at: float) -> str:
        return derive(rows(*interactions, suggestions=shown), (), day(at)).status

    first, second = mail("m1", "Hello", 0), mail("m2", "Hello again", 130)
    assert [status(first, at=119), status(first, at=120)] == ["hot", "dormant"]
    assert status(first, second, at=131) == "warm"
    assert derive(rows(), (), day(0)).status == "cold"
    assert derive(rows(first, deals=(DEAL,)), (), day(0)).status == "active"


def test_no_thread_is_answered_in_a_friendly_tone_in_a_conflict() -> None:
    first, second = mail("m1", "A lovely lunch!", 0), mail("m2", "Nobody calls me.", 2, subject="Keys", thread_id="t2")
    glad = Suggestion("suggested_tone", "thread email t1", "cheerful and personal", day(0))
    angry = Suggestion("relationship_status", "", "conflict", day(2))
    calm = Suggestion("suggested_tone", "thread email t2", "apologetic and brief", day(2))

    def tones(*suggestions: Suggestion) -> list[str]:
        found = derive(rows(first, second, suggestions=suggestions), (), day(3))
        return [thread.suggested_tone for thread in found.open_threads]

    assert tones(glad) == ["friendly and clear", "cheerful and personal"]
    assert tones(glad, angry) == ["calm and concrete", "calm and concrete"]  # what was suggested before it is stale
    assert tones(glad, angry, calm) == ["apologetic and brief", "calm and concrete"]


def label(number: int, valence: int, at: float, energy: str = "medium") -> Label:
    return Label(f"m{number}", day(at), valence, energy)  # type: ignore[arg-type]


def test_the_emotion_trend_weighs_the_newest_most_and_time_alone_changes_nothing() -> None:
    assert trend(()) == EmotionTrend(valence=0.0, energy="medium", stability="stable")
    labels = (label(1, -2, 0), label(2, 2, 60, "high"))
    assert trend(labels) == EmotionTrend(valence=0.6, energy="high", stability="stable")
    moved = tuple(replace(item, occurred_at=item.occurred_at.replace(year=2020)) for item in labels)
    assert trend(moved) == trend(labels)
    shaken = tuple(label(number, (-2, 2)[number % 2], number) for number in range(6))
    assert trend(shaken).stability == "volatile"


def test_emotion_falls_when_the_last_three_sound_bad_and_worse_than_before() -> None:
    assert is_falling([label(n, valence, n) for n, valence in enumerate((1, 1, 1, -1, -1, -1))])
    assert not is_falling([label(n, valence, n) for n, valence in enumerate((-1, -1, -1, -1, -1, -1))])
    assert not is_falling([label(n, valence, n) for n, valence in enumerate((2, 2, 2, 1, 1, 0))])
