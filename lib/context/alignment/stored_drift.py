"""Reads what moves over all clients; for the activity page and `orb context drift`."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from lib.context.alignment.client_drift import (
    LATELY,
    LONG_DISPUTE,
    MOST,
    OLD,
    ClientDrift,
    ContradictedMonth,
    Delay,
    OldFact,
    OpenDispute,
    Turn,
)
from lib.context.alignment.promised import promised
from lib.context.model import KINDS
from lib.context.readers.local_voice import valence
from lib.context.store.contact_search import called, contacts
from lib.context.text.mail.shown_body import own_words
from lib.context.text.normalize import shortened
from lib.context.text.sentences import marked_sentences
from lib.database import statement

LOOKED_BACK = timedelta(days=365)
"""How far back answers and contradictions are looked at."""
TURNED = 0.4
"""A change of valence, from -1 to 1, from which on a relationship turns."""
MOST_OF_A_KIND, LONGEST, MOST_WORDS = 5, 20_000, 200
_Rows = list[dict[str, Any]]


def client_drift(connection: Connection, *, now: datetime) -> ClientDrift:
    """What moves at `now`, the first of each part."""

    def rows(name: str, **values: object) -> _Rows:
        return [dict(row) for row in connection.execute(statement(f"context/alignment/{name}"), values).mappings()]

    before = now - LATELY
    promises = [kind.name for kind in KINDS.values() if kind.is_promise]
    turned = rows("valences", before=before, least=TURNED, most=MOST)
    ids = [row["contact_id"] for row in turned]
    words = rows("turning_words", contacts=ids, before=before, longest=LONGEST) if ids else []
    delays = rows("delays", contacts=ids, before=before, since=now - LOOKED_BACK) if ids else []
    months = [
        ContradictedMonth(**{**row, "contacts": tuple(row["contacts"])})
        for row in rows("contradictions", promises=promises, since=now - LOOKED_BACK, most=MOST)
    ]
    old = rows("old_facts", promises=promises, before=now - OLD, most=MOST_OF_A_KIND)
    disputes = rows("open_disputes", before=now - LONG_DISPUTE, most=MOST)
    known = contacts(connection, tuple({contact for month in months for contact in month.contacts}))
    return ClientDrift(
        as_of=now,
        turning=tuple(_turns(turned, words, delays)),
        old=tuple(OldFact(**_named(row)) for row in old),
        disputes=tuple(OpenDispute(**_named(row)) for row in disputes),
        contradictions=tuple(months),
        overdue=tuple(item for item in promised(connection, now=now) if item.state == "overdue")[:MOST],
        names={contact.contact_id: called(contact.name) for contact in known},
    )


def _named(row: Mapping[str, Any]) -> dict[str, Any]:
    return {**row, "name": called(row["name"])}


def _turns(turned: _Rows, words: _Rows, delays: _Rows) -> Iterator[Turn]:
    for row in turned:
        contact: UUID = row["contact_id"]
        labelled = [item for item in words if item["contact_id"] == contact]
        falls = row["valence"] < row["valence_before"]
        telling = _telling(labelled, falls=falls)
        of_contact = {(item["side"], item["is_late"]): item for item in delays if item["contact_id"] == contact}
        yield Turn(
            **_named(row),
            labels=len(labelled),
            quote=_quote(telling["body"], falls=falls) if telling else "",
            interaction_id=telling["interaction_id"] if telling else "",
            said_at=telling["occurred_at"] if telling else None,
            ours=_delay(of_contact.get(("us", True))),
            ours_before=_delay(of_contact.get(("us", False))),
            theirs=_delay(of_contact.get(("contact", True))),
            theirs_before=_delay(of_contact.get(("contact", False))),
        )


def _telling(labelled: _Rows, *, falls: bool) -> dict[str, Any] | None:
    """The message that sounds most like the turn, of those alike the first: with it the relationship began to turn."""
    sign = 1 if falls else -1
    return min(labelled, key=lambda item: (sign * item["valence"], item["occurred_at"]), default=None)


def _quote(body: str, *, falls: bool) -> str:
    """The sentence that sounds most like the turn, letter for letter."""
    said: Sequence[str] = [part.strip() for part in marked_sentences(own_words(body))]
    said = [part for part in said if any(map(str.isalpha, part))]
    sign = 1 if falls else -1
    best = min(said, key=lambda part: sign * valence(part), default="")
    return shortened(best, MOST_WORDS)


def _delay(row: Mapping[str, Any] | None) -> Delay | None:
    return Delay(round(float(row["hours"]), 1), row["replies"]) if row and row["hours"] is not None else None
