"""Two readings as they should be, shown to a language model; a test holds that the policy takes every proposal."""

from typing import Any

Example = tuple[dict[str, Any], list[dict[str, Any]], str]
"""What matters of a request, the operations of the answer, and what was left out of it and why."""


def _fact(number: int, text: str, said_at: str, kind: str = "key_fact") -> dict[str, Any]:
    return {"id": f"f{number}", "kind": kind, "type": "", "text": text, "said_by": "contact", "said_at": said_at}


def _operation(op: str, quote: str, *, fact: str = "", text: str = "", reason: str = "") -> dict[str, Any]:
    evidence = [{"source": "s1", "quote": quote}]
    made = {"op": op, "kind": "key_fact", "type": "", "fact": fact, "text": text, "reason": reason}
    return {**made, "evidence": evidence}


MAIL: Example = (
    {
        "facts": [
            _fact(1, "Budget is 500,000 euros.", "2026-02-02T09:00:00+00:00"),
            _fact(2, "Needs a garage.", "2026-02-02T09:00:00+00:00"),
            _fact(3, "Works from home.", "2026-02-02T09:00:00+00:00"),
        ],
        "sources": [
            {
                "id": "s1",
                "channel": "email",
                "thread": "t1",
                "author": "contact",
                "author_name": "Rui Reis",
                "occurred_at": "2026-03-10T08:30:00+00:00",
                "weekday": "Tuesday",
                "subject": "Re: The flat in Alfama",
                "text": "Hello Ben,\n\nThe bank agreed: our budget is 650,000 euros now. We do not need a garage any"
                " more. As I said, I work from home. My wife is allergic to peanuts. We hand back our keys tomorrow."
                "\n\nIf we sold the boat, we could move sooner. Do you have anything with a sea view? My sister wants a"
                " pool, and I want a palace, haha. We lived in Braga once.\n\n> You could also look at Estoril.\n",
                "parts": [{"part": "own", "begins": "Hello Ben,"}, {"part": "quoted", "begins": "> You could also"}],
            }
        ],
    },
    [
        _operation(
            "contradict",
            "our budget is 650,000 euros now",
            fact="f1",
            text="Budget is 650,000 euros.",
            reason="The bank agreed to more.",
        ),
        _operation("end", "We do not need a garage any more.", fact="f2", reason="They do not need a garage any more."),
        _operation("restate", "I work from home", fact="f3"),
        _operation("add", "My wife is allergic to peanuts.", text="His wife is allergic to peanuts."),
        _operation("add", "We hand back our keys tomorrow.", text="Hand back their keys on 11 March 2026."),
    ],
    "Left out: the boat (a condition), the sea view (a question), the sister (somebody else's wish), the palace (a"
    " joke), Braga (past and over), Estoril (quoted, our words).",
)
ANSWER: Example = (
    {
        "facts": [_fact(1, "Loves dogs.", "2026-02-02T09:00:00+00:00")],
        "earlier": [
            {
                "id": "e1",
                "channel": "sms",
                "thread": "t1",
                "author": "us",
                "author_name": "Ben Ito",
                "occurred_at": "2026-03-10T08:30:00+00:00",
                "weekday": "Tuesday",
                "read_before": True,
                "text": "Which area do you like best? And shall we keep the table for the dog people?",
            }
        ],
        "sources": [
            {
                "id": "s1",
                "channel": "sms",
                "thread": "t1",
                "author": "contact",
                "author_name": "Rui Reis",
                "occurred_at": "2026-03-10T09:10:00+00:00",
                "weekday": "Tuesday",
                "subject": "",
                "text": "Graça, close to the tram. I am not allergic to dogs, don't worry! Maybe we get one some day."
                " Oh sure, I simply adore waiting three weeks for an offer.",
                "parts": [],
            }
        ],
    },
    [
        _operation("add", "Graça, close to the tram.", text="Likes Graça best, close to the tram."),
        _operation("add", "I am not allergic to dogs", text="Is not allergic to dogs."),
    ],
    'The question in e1 says what "Graça" answers; only s1 is quoted. The negation is a fact of its own: it restates'
    " nothing. Left out: a dog some day (a wish), the waiting (irony; it counts in the valence, -2).",
)
EXAMPLES = (MAIL, ANSWER)
