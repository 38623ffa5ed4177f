"""What an agent reads of a client: the object, the facts with evidence, what changed; client text only as data."""

import json
from collections.abc import Sequence
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import Connection

from lib.agent_answer import fitted, size
from lib.context.agent_shapes import (
    Client,
    ClientBrief,
    ClientChange,
    ClientChanges,
    ContactLine,
    Contacts,
    FactLine,
    Facts,
    QuoteShape,
)
from lib.context.brief.brief import brief as brief_of
from lib.context.brief.brief_text import NOT_WHOLE
from lib.context.brief.brief_text import text as brief_text
from lib.context.compare.diff import ContextChange
from lib.context.model import AUTHORS, Evidence, Fact
from lib.context.records import Snapshot
from lib.context.store import contact_search, reads
from lib.context.store.client_view import changes as changes_between
from lib.context.store.collect import state_of
from lib.context.store.sources import NoContact
from lib.context.store.sources import contact as contact_of
from lib.database import database_clock
from lib.tokens import tokens

LONGEST_NUMBER = 18
"""Characters of the longest number that a version may have."""
Which = Literal["current", "all"]


def identified(connection: Connection, text: str) -> UUID:
    """The contact that `text` names by its id; raises `NoContact`, which tells the likeliest for a name or address."""
    try:
        return UUID(text.strip())
    except ValueError:
        likely = [
            f"{item.contact_id} ({contact_search.called(item.name, item.email, item.phone)})"
            for item in contact_search.search(connection, text, limit=5)
        ]
        advice = f"Give one of these ids: {'; '.join(likely)}." if likely else "Look the id up with client_find first."
        raise NoContact(f"{text[:80]!r} is not the id of a contact.", next_step=advice) from None


def numbered(text: str) -> int:
    """The version that `text` names by its number; raises `NoVersion`."""
    if not text.strip().isdecimal() or len(text) > LONGEST_NUMBER:
        raise reads.NoVersion(
            f"{text[:80]!r} is not the number of a version.", next_step="Give a whole number, as in 12."
        )
    return int(text)


def find(connection: Connection, words: str, *, offset: int = 0, max_tokens: int | None = None) -> Contacts:
    """The contacts that words may mean: name, address, telephone number or company, also misspelt."""
    items = [
        ContactLine(**{name: getattr(item, name) for name in ContactLine.model_fields})
        for item in contact_search.search(connection, words, limit=200)
    ]

    now = database_clock(connection)

    def made(part: Sequence[ContactLine], left_out: str, more: str) -> Contacts:
        return Contacts(as_of=now, contacts=list(part), left_out=left_out, more=more)

    return fitted(items, made, offset=offset, max_tokens=max_tokens)


def client(
    connection: Connection, contact_id: UUID, *, version: int | None = None, max_tokens: int | None = None
) -> Client:
    """The stored object, newest version unless another is asked for; only where it does not fit are its lists cut."""
    stored = _snapshot(connection, contact_id, version)
    answer = Client(**_stamp(stored), context=stored.document)
    if max_tokens is None or size(answer) <= max_tokens:
        return answer
    whole = {name: len(value) for name, value in stored.document.items() if isinstance(value, list)}
    context = dict(stored.document)
    needed = size(answer)
    while size(answer) > max_tokens and (lists := [name for name in whole if context[name]]):
        longest = max(lists, key=lambda name: tokens(json.dumps(context[name], ensure_ascii=False)))
        context[longest] = context[longest][: len(context[longest]) * 3 // 4]
        cut = [
            f"{name}: {len(context[name])} of {count}" for name, count in whole.items() if len(context[name]) < count
        ]
        more = f"Ask with max_tokens={needed} for the whole object."
        answer = Client(**_stamp(stored), context=context, left_out=", ".join(cut), more=more)
    return answer


def facts(
    connection: Connection,
    contact_id: UUID,
    *,
    which: Which = "current",
    offset: int = 0,
    max_tokens: int | None = None,
) -> Facts:
    """The facts that stand, or all that were ever stated, in ledger order, each with its quotes."""
    stored = _snapshot(connection, contact_id, None)
    ledger = [fact for fact in reads.facts(connection, contact_id) if which == "all" or fact.is_current]
    items = [_fact(fact) for fact in ledger]

    def made(part: Sequence[FactLine], left_out: str, more: str) -> Facts:
        return Facts(**_stamp(stored), facts=list(part), left_out=left_out, more=more)

    return fitted(items, made, offset=offset, max_tokens=max_tokens)


def changes(
    connection: Connection,
    contact_id: UUID,
    *,
    since: int,
    until: int | None = None,
    offset: int = 0,
    max_tokens: int | None = None,
) -> ClientChanges:
    """What changed from version `since` to version `until` (the newest), with the evidence of each change."""
    later = _snapshot(connection, contact_id, until)
    diff = changes_between(connection, contact_id, old_version=since, new_version=later.version)
    items = [_change(change) for change in diff.changes]

    def made(part: Sequence[ClientChange], left_out: str, more: str) -> ClientChanges:
        return ClientChanges(
            **_stamp(later), since=since, counts=diff.counts, changes=list(part), left_out=left_out, more=more
        )

    return fitted(items, made, offset=offset, max_tokens=max_tokens)


def brief(connection: Connection, contact_id: UUID, *, thread: str = "", max_tokens: int | None = None) -> ClientBrief:
    """What an answer in the thread needs, or in the thread that has waited longest.

    Raises `NoContact`, `ErasedContact`, `NoThread`.
    """
    now = database_clock(connection)
    state = state_of(connection, contact_id, now=now)
    reads.check_not_erased(connection, contact_id)
    client_brief = brief_of(state, thread, now=now)
    room = max_tokens
    while True:
        text = brief_text(client_brief, max_tokens=room)
        answer = ClientBrief(
            contact_id=contact_id, thread_id=client_brief.thread, version=client_brief.version, as_of=now, brief=text,
            left_out="The last lines of the brief say what is not in it." if NOT_WHOLE.search(text) else "",
        )  # fmt: skip
        over = 0 if max_tokens is None else size(answer) - max_tokens
        if room is None or over <= 0 or room <= 1:
            return answer
        room = max(1, room - over)


def for_agent(stored: Snapshot) -> str:
    """What "Copy for an agent" gives: the answer of `client` in a fence that no text in it can close."""
    document = Client(**_stamp(stored), context=stored.document).model_dump_json()
    longest = max((len(run) for run in _runs_of_backticks(document)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}json\n{document}\n{fence}\n"


def _snapshot(connection: Connection, contact_id: UUID, version: int | None) -> Snapshot:
    contact_of(connection, contact_id)
    reads.check_not_erased(connection, contact_id)
    return reads.snapshot_or_current(connection, contact_id, version)


def _stamp(stored: Snapshot) -> dict[str, Any]:
    return {"contact_id": stored.contact_id, "version": stored.version, "as_of": stored.last_updated_at}


def _fact(fact: Fact) -> FactLine:
    return FactLine(
        id=fact.id,
        kind=fact.kind,
        type=fact.type,
        text=fact.text,
        status=fact.status,
        pinned=fact.pinned,
        stated_by=fact.actor,
        said_by=fact.said_by,
        last_confirmed_at=fact.last_confirmed_at,
        added_version=fact.added_version,
        ended_version=fact.ended_version,
        superseded_by=fact.superseded_by,
        reason=fact.reason,
        evidence=[_quote(item) for item in fact.evidence],
    )


def _change(change: ContextChange) -> ClientChange:
    return ClientChange(
        section=change.section,
        kind=change.kind,
        before=change.old,
        after=change.new,
        derived=change.is_derived,
        reason=change.reason,
        evidence=[_quote(item) for item in change.evidence],
    )


def _quote(item: Evidence) -> QuoteShape:
    return QuoteShape(
        quoted_text=item.quote,
        provenance={
            "written_by": AUTHORS[item.author],
            "interaction": item.interaction_id,
            "occurred_at": item.occurred_at.isoformat(),
        },
        stance=item.stance,
    )


def _runs_of_backticks(text: str) -> list[str]:
    return [run for run in "".join(letter if letter == "`" else " " for letter in text).split() if run]
