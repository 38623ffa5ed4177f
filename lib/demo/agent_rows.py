"""What agents did for one contact: runs of workflows, their steps, and what they suggest; as rows."""

from datetime import timedelta

from lib.demo.contact_rows import DemoContact
from lib.demo.days import moment
from lib.demo.people import Person
from lib.demo.rows import TableRows

STEPS = {
    ("match", 1): ("collect", "compare"),
    ("reply", 2): ("read", "check", "draft", "wait", "send"),
    ("remind", 1): ("friendly",),
}
WORDS = {
    "match": "A home that came on the market today fits what they look for.",
    "reply": "A draft in the right tone waits for you.",
    "remind": "The invoice is late; a friendly letter is ready.",
}


def rows(person: Person, place: DemoContact) -> tuple[TableRows, ...]:
    """The runs for one contact: matches for those who search, reminders for unpaid bills, else a reply."""
    facts = person.facts
    unpaid = any(bill[3] in ("overdue", "sent") for bill in facts.get("invoices", ()))
    flow, version = ("match", 1) if "search" in facts else ("remind", 1) if unpaid else ("reply", 2)
    if facts.get("is_generated") and place.random.random() < 0.8:
        return ()
    run_id, state = place.uuid(), place.random.choice(("done", "done", "done", "failed", "cancelled"))
    began = moment(place.today, -place.random.randrange(2, 60), "08:00")
    took = [timedelta(seconds=place.random.randrange(1, 90)) for _ in STEPS[flow, version]]
    steps = [
        (run_id, number, step, "done" if state == "done" or number == 1 else state, took[number - 1])
        for number, step in enumerate(STEPS[flow, version], 1)
    ]
    accepted = place.random.choice((True, True, False, None))
    decided = None if accepted is None else facts.get("owner", 2)
    return (
        TableRows(
            "orb.run",
            ("run_id", "workflow", "version", "contact_id", "state", "started_by_id", "started_at", "ended_at"),
            ((run_id, flow, version, place.contact_id, state, None, began, began + sum(took, timedelta())),),
        ),
        TableRows("orb.run_step", ("run_id", "number", "step", "state", "took"), tuple(steps)),
        TableRows(
            "orb.suggestion",
            ("run_id", "contact_id", "words", "accepted", "decided_by_id", "made_at"),
            ((run_id, place.contact_id, WORDS[flow], accepted, decided, began),) if state == "done" else (),
        ),
    )
