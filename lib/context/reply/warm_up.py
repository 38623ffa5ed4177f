"""What the first check of a draft needs beforehand, so that it takes no longer than those after it."""

from datetime import UTC, datetime
from uuid import UUID

from lib.context.engine.derived import SourceRows
from lib.context.engine.state import State
from lib.context.evidence.quotes.correspondence import correspondence_of
from lib.context.model import Contact, Fact, Interaction, SystemLinks
from lib.context.records import Mark
from lib.context.reply.check import check
from lib.context.reply.on_file import on_file

_DRAFT = (
    "You do not have dogs. You do not have three cats. First of all, the budget is 500 euros. As agreed, I have sent "
    "500 euros on Friday, 3 May at noon. I will call you by tomorrow. When does it suit you?"
)
_MESSAGE = "We have dogs. At first we met on Friday, 3 May at noon. The budget is 400 euros. When does it suit you?"
_FACTS = ((_DRAFT, "reader"), ("We have three cats.", "Sam"))
"""A draft, and a message and facts before it and who stated them, with something of each kind that is looked for."""
_AT, _NOBODY = datetime(2000, 1, 3, tzinfo=UTC), UUID(int=0)


def load_words() -> None:
    """Read and compile the words that every check looks for.

    It takes a fifth of a second, for which whatever else the process does just then waits.
    """
    message = Interaction(
        "",
        _NOBODY,
        "email",
        "in",
        "contact",
        author_name=None,
        thread_id="t",
        subject=None,
        body=_MESSAGE,
        is_bulk=False,
        occurred_at=_AT,
        ended_at=None,
        changed_at=_AT,
    )
    contact = Contact(_NOBODY, "Sam Carter", email=None, phone=None, company=None, created_at=_AT)
    sources = correspondence_of((message,)).sources
    rows = SourceRows(contact, sources, deals=(), links=SystemLinks(), labels=(), suggestions=())
    facts = tuple(
        Fact(number, "key_fact", type="", text=text, status="active", added_version=1, added_at=_AT, actor=actor)
        for number, (text, actor) in enumerate(_FACTS, start=1)
    )
    check(State(rows, facts, None, (), Mark(0, 0, 0)), "t", _DRAFT, now=_AT)


def load_file(state: State) -> None:
    """Find what stands in all that is on file about the contact; kept for the two contacts that came last.

    It takes a third of a second for 500 mails.
    """
    on_file(state).load()
