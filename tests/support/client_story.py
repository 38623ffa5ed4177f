"""The story of one client for tests of the page: five versions with every kind of change, and a letter that waits."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Engine

from lib.context.model import ReaderAnswer
from lib.context.refresh import refresh
from lib.database import run_script, transaction
from tests.support import site
from tests.support.site import ANNA

BORIS = UUID("b0000000-0000-4000-8000-000000000002")
CHLOE = UUID("c0000000-0000-4000-8000-000000000003")
EVIL = '<img src=x onerror="window.hacked=1"> **bold** [link](https://evil.example) ![x](https://evil.example/a.png)'
LETTERS = (
    ("m1", 0, "in", "contact", "The flat", "Hello! My budget is 500k for the flat. I am a vegetarian, by the way."),
    ("m2", 1, "in", "contact", "The flat", "One more thing: I prefer SMS over email. I would like to buy by spring."),
    ("m3", 9, "in", "contact", "Dinner", "As a vegetarian I loved your menu. My sister Clara lives in Hamburg."),
    ("m4", 10, "in", "contact", "Loan", "I fear that the bank may refuse my loan. And I want a table for the party."),
    (
        "m5",
        24,
        "in",
        "contact",
        "The flat",
        "We asked the bank: my budget is now 650k. Could you send offers?",
    ),
    ("m6", 30, "out", "us", "Dinner", "Anna told the waiter that she eats fish now and is no vegetarian any more."),
    ("m7", 36, "in", "contact", "The flat", f"Is the garden flat still free? {EVIL} I work from home on Fridays."),
)
SAID: dict[str, dict[str, Any]] = {
    "My budget is 500k": {"op": "add", "text": "Budget is 500k."},
    "I am a vegetarian": {"op": "add", "text": "Is a vegetarian."},
    "I prefer SMS over email": {"op": "add", "text": "Prefers SMS over email."},
    "I would like to buy by spring": {"op": "add", "kind": "role", "text": "real_estate_buyer"},
    "As a vegetarian I loved your menu": {"op": "restate", "fact": "Is a vegetarian.", "text": ""},
    "My sister Clara lives in Hamburg": {"op": "add", "text": "Has a sister Clara in Hamburg."},
    "the bank may refuse my loan": {
        "op": "add", "kind": "risk", "type": "financing", "text": "The bank may refuse the loan.",
    },
    "I want a table for the party": {
        "op": "add", "kind": "opportunity", "type": "restaurant_party", "text": "Wants a table for a party.",
    },
    "my budget is now 650k": {
        "op": "contradict", "fact": "Budget is 500k.", "text": "Budget is 650k.", "reason": "The bank agreed to more.",
    },
    "she eats fish now and is no vegetarian any more": {
        "op": "contradict", "fact": "Is a vegetarian.", "text": "Eats fish.", "reason": "We heard otherwise.",
    },
    EVIL: {"op": "add", "text": f"Wrote {EVIL}"},
    "I work from home on Fridays": {"op": "add", "text": "Is a millionaire with 7 yachts."},
}  # fmt: skip


class Storyteller:
    """A reader that knows what each sentence of the story says."""

    name = "storyteller"
    prompt_version = "1"

    def __init__(self, *, before: Callable[[], None] = lambda: None) -> None:
        self.before = before
        self.calls = 0

    def read(self, request: dict[str, Any]) -> ReaderAnswer:
        """The operations that follow from the sentences found."""
        self.calls += 1
        self.before()
        facts = {fact["text"]: fact["id"] for fact in request["facts"]}
        operations: list[dict[str, Any]] = []
        for source in request["sources"]:
            for quote, said in SAID.items():
                if quote in source["text"]:
                    evidence = [{"source": source["id"], "quote": quote}]
                    blank = {"kind": "key_fact", "type": "", "reason": "", "fact": ""}
                    fact = facts.get(said.get("fact", ""), "")
                    operations.append({**blank, **said, "fact": fact, "evidence": evidence})
        labels = [
            {"source": source["id"], "valence": 2 if "loved" in source["text"] else 0, "energy": "medium"}
            for source in request["sources"]
        ]
        flat = [thread["id"] for thread in request["threads"] if thread["topic"] == "The flat"]
        summary = [{"text": "Anna looks for a flat.", "cites": flat}]
        return ReaderAnswer(
            {"operations": operations, "interactions": labels, "summary": summary}, 900, 120, duration_ms=5, model="s-1"
        )


def tell(database: Engine, *, now: datetime, versions: int = 6) -> None:
    """Write the letters and refresh after every few of them, so that the last letter came yesterday."""
    start = now - timedelta(days=37)
    site.install(database)
    with transaction(database) as connection:
        run_script(connection, "create extension if not exists pg_trgm")
    for contact_id, name, company in ((BORIS, "Boris Čapek", "Čapek & Sons"), (CHLOE, "Chloe <b>Martin</b>", None)):
        row = {"contact_id": contact_id, "name": name, "company": company, "email": f"{contact_id.hex[0]}@example.org"}
        site.insert(database, "site_contact", {**row, "phone": "+49 30 1234567", "created_at": start})
    for id, number, direction, author, subject, body in LETTERS:
        site.write(
            database, id, body, at=start + timedelta(days=number), direction=direction, author=author,
            subject=subject, thread_id=subject, author_name="Anna Berg" if author == "contact" else "Tom",
        )  # fmt: skip
    site.deal(database, "d1", changed_at=start, next_action="Send the comparables.")
    moments = [2, 9.5, 11, 25, 31, 36.5][:versions]
    reader = Storyteller()
    for number in moments:
        refresh(database, ANNA, reader=reader, now=start + timedelta(days=number))
    site.write(database, "m8", "Shall we meet on Tuesday at noon?", at=now - timedelta(hours=3), subject="The flat")
