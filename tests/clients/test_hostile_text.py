"""What a person, a mail or a model wrote stands on the client page letter for letter and makes no markup."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from typing import Any

from markupsafe import Markup

from lib.context.compare.diff import compare
from lib.context.model import Contact, Evidence, Fact, Interaction, Operation, Verdict
from lib.context.queue.due import Due
from lib.context.store import reads
from lib.context.store.client_view import ClientView, TimelineRun, Waiting
from lib.context.store.conversation import FiledMessage
from lib.ui.clients import cards, diff, facts
from lib.ui.clients.address import Address
from lib.ui.clients.message import marks_of
from lib.ui.clients.message import message as conversation_message
from lib.ui.clients.refresh import verdicts
from tests.support.context_histories import context
from tests.support.site import ANNA

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
HOSTILE = """</p>"><img src=x onerror="alert(1)"><script>alert('x')</script>&{0}{x}"""


class Tags(HTMLParser):
    """The tags of a piece of HTML with the names of their attributes, and its text."""

    def __init__(self, html: Markup) -> None:
        super().__init__()
        self.tags: list[tuple[str, ...]] = []
        self.text = ""
        self.feed(str(html))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, *(name for name, _ in attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def document(word: str) -> dict[str, Any]:
    """An object in which everything that somebody can write is `word`."""
    return context(
        summary=word,
        key_facts=[word],
        roles=[word],
        relationship_status=word,
        opportunities=[{"type": word, "stage": word, "estimated_value": None, "next_action": word}],
        risks=[{"type": word, "note": word}],
        open_threads=[
            {"thread_id": word, "topic": word, "channel": word, "needs_reply": True, "suggested_tone": word,
             "last_message_at": word}
        ],
        emotion_trend={"valence": word, "energy": word, "stability": word},
        system_links={word: [word]},
    )  # fmt: skip


def drawn(word: str) -> dict[str, Markup]:
    """Every piece of the client page, with `word` wherever somebody can write."""
    body = f"{word} {word} {word}"
    start, end = len(word) + 1, 2 * len(word) + 1
    quote = Evidence("m1", start, end, word, NOW, NOW - timedelta(days=1), "contact")
    against = replace(quote, interaction_id="m2", stance="contradicts")
    fact = Fact(1, "key_fact", "", word, "retracted", 1, ended_version=2, superseded_by=2, reason=word, actor=word)
    later = Fact(2, "key_fact", "", word, "active", 2, restores=1)
    message = Interaction(
        "m1", ANNA, "email", "in", "contact", word, "t", word, body, False, NOW, None, NOW
    )  # fmt: skip
    now = document(word)
    less = now | {"key_facts": [], "opportunities": [], "risks": []}
    seen = ClientView(
        Contact(ANNA, word, word, word, word, NOW),
        reads.Snapshot(ANNA, 1, now, NOW, 1, None, ()),
        (fact, later),
        (),
        (TimelineRun(1, word, word, word, word, word, "saved", 0, 1, 1, None, 1, word, NOW, None, NOW, 0.1, 0),),
    )
    due = Due(ANNA, "thread", NOW, NOW, 5, word, NOW, False)
    verdict = Verdict(Operation(word, word, word, "", word, word), "rejected", word)
    marks = marks_of([replace(later, evidence=(quote,)), replace(fact, evidence=(against,))])["m1"]
    return {
        "heading": cards.heading(seen, Waiting(1, NOW), due=[due], now=NOW),
        "summary": cards.summary(now),
        "emotion": cards.emotion(now, ()),
        "threads": cards.threads(now, here=Address(ANNA), now=NOW),
        "opportunities": cards.opportunities(now),
        "risks": cards.risks(now),
        "links": cards.links(now),
        "ended": facts.story(fact, seen, messages={}, now=NOW),
        "quoted": facts.story(replace(later, evidence=(quote, against)), seen, messages={"m1": message}, now=NOW),
        "edited": facts.mail(quote, replace(message, body=""), now=NOW),
        "gone": facts.mail(quote, None, now=NOW),
        "message": conversation_message(FiledMessage(message, (word,), word), marks, here=Address(ANNA), now=NOW),
        "changes": diff.cards(compare(context(), now), context(), now, now=NOW, unchanged=True),
        "verdicts": verdicts([verdict]),
        "sides": diff.cards(compare(now, less), now, less, now=NOW, side_by_side=True),
    }


def test_what_a_client_wrote_changes_no_tag_and_stands_as_it_was_written() -> None:
    harmless, hostile = drawn("word"), drawn(HOSTILE)
    assert {name: Tags(piece).tags for name, piece in hostile.items()} == {
        name: Tags(piece).tags for name, piece in harmless.items()
    }
    assert [name for name, piece in hostile.items() if HOSTILE not in Tags(piece).text] == []
