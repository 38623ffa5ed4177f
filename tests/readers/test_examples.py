"""What a model is shown as a good reading is one: the policy takes it, and traps are in it."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from lib.context.readers.examples import EXAMPLES, Example
from lib.context.refresh import refresh
from tests.support import site
from tests.support.site import ANNA, Scripted, add, answer

WORDS_OF = {
    "Budget is 500,000 euros.": "Our budget is 500,000 euros.",
    "Needs a garage.": "We need a garage.",
    "Works from home.": "I work from home.",
    "Loves dogs.": "I love dogs.",
}
"""What the contact said of each fact that is known before."""


@pytest.mark.parametrize("example", EXAMPLES, ids=["mail", "answer"])
def test_the_policy_takes_every_proposal_of_a_worked_example(database: Engine, example: Example) -> None:
    document, operations, _ = example
    site.install(database)
    before = datetime.fromisoformat(document["facts"][0]["said_at"])
    words = " ".join(WORDS_OF[fact["text"]] for fact in document["facts"])
    site.write(database, "before", words, at=before)
    known = answer(*(add(fact["text"], WORDS_OF[fact["text"]][:-1]) for fact in document["facts"]))
    assert {v.verdict for v in refresh(database, ANNA, reader=Scripted(known), now=before).verdicts} == {"applied"}
    for number, message in enumerate([*document.get("earlier", ()), *document["sources"]]):
        write(database, f"m{number}", message)
        now = datetime.fromisoformat(message["occurred_at"]) + timedelta(minutes=1)
        reader = Scripted(answer(*operations) if "parts" in message else answer())
        outcome = refresh(database, ANNA, reader=reader, now=now)
    assert [(v.operation.text, v.rule) for v in outcome.verdicts if v.verdict == "rejected"] == []
    verdicts = ["reinforced" if operation["op"] == "restate" else "applied" for operation in operations]
    assert [v.verdict for v in outcome.verdicts] == verdicts
    (request,) = reader.requests
    for name in ("earlier", "sources"):
        for shown, sent in zip(document.get(name, ()), request[name], strict=True):
            told = {key: value for key, value in sent.items() if key in ("weekday", "read_before", "text", "author")}
            assert {key: shown[key] for key in told} == told
            assert set(shown) == set(sent)
    assert [item["part"] for item in request["sources"][0]["parts"]] == [
        item["part"] for item in document["sources"][0]["parts"]
    ]


def write(database: Engine, id: str, message: dict[str, Any]) -> None:
    direction = {"us": "out", "contact": "in"}[message["author"]]
    site.write(
        database, id, message["text"], at=datetime.fromisoformat(message["occurred_at"]), kind=message["channel"],
        author=message["author"], direction=direction, thread_id="flat", subject=message.get("subject") or None,
        author_name=message["author_name"],
    )  # fmt: skip
