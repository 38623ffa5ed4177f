"""What moves over all clients, on the activity page: names with reasons, each line leading to its client."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import streamlit as st
from markupsafe import Markup
from sqlalchemy import Engine

from lib.context.alignment.client_drift import LATELY, LONG_DISPUTE, MOST, ClientDrift, Delay, Turn
from lib.context.model import AUTHORS, KINDS
from lib.database import database_clock, place, read_only
from lib.ui.activity.tables import client_link
from lib.ui.app import error_box
from lib.ui.app.cached import context_database
from lib.ui.components import formatting, labels
from lib.ui.components.markup import show, style_sheet

KEPT = 600
CSS = Path(__file__).with_name("alignment.css")


def moving() -> None:
    """Draw who turns, which promises are overdue, what is disputed, old and contradicted; kept for ten minutes."""
    with error_box.show_errors():
        database = context_database()
        drift = _drift(str(place(database)), _database=database)
        style_sheet(CSS)
        st.subheader("What moves")
        st.caption(f"Over all clients, the {MOST} most pressing of each at most. A name leads to the client.")
        left, right = st.columns(2, gap="medium")
        with left:
            show(
                _card("Whose relationship turns", f"in the last {LATELY.days} days", _turning(drift), "Nobody's does.")
            )
            show(_card("Promises overdue", "", _overdue(drift), "None is."))
            show(_card(f"Disputed for more than {LONG_DISPUTE.days} days", "", _disputes(drift), "Nothing is."))
        with right:
            show(_card("Old and not confirmed", "for half a year", _old(drift), "Nothing is that old."))
            show(_card("Contradictions by month", "", _months(drift), "None in the last year."))


@st.cache_data(ttl=KEPT, max_entries=4, show_spinner=False)
def _drift(label: str, *, _database: Engine) -> ClientDrift:
    from lib.context.alignment.stored_drift import client_drift

    with read_only(_database, seconds=30) as connection:
        return client_drift(connection, now=database_clock(connection))


def _card(title: str, note: str, lines: Iterator[Markup], empty: str) -> Markup:
    drawn = Markup("").join(lines)
    body = (
        Markup('<ul class="orb-moving">{}</ul>').format(drawn)
        if drawn
        else Markup('<p class="orb-none">{}</p>').format(empty)
    )
    return Markup(
        '<div class="orb"><section class="orb-card"><header><h4>{}</h4><span>{}</span></header>{}</section></div>'
    ).format(title, note, body)


def _line(contact: UUID, name: str, why: object, quote: str = "") -> Markup:
    quoted = Markup(" <q>{}</q>").format(quote) if quote else Markup("")
    return Markup('<li><a href="{}">{}</a> <span>{}{}</span></li>').format(client_link(contact), name, why, quoted)


def _turning(drift: ClientDrift) -> Iterator[Markup]:
    for item in drift.turning:
        how = "falls" if item.falls else "rises"
        why = f"{how} from {item.valence_before:+.1f} to {item.valence:+.1f}{_answers(item)}."
        yield _line(item.contact_id, item.name, why, item.quote)


def _answers(item: Turn) -> str:
    """How long both sides take to answer, now and before."""
    told = [
        f"{who} {_hours(late)}{f' (before: {_hours(early)})' if early else ''}"
        for who, late, early in (
            ("we answer after", item.ours, item.ours_before),
            ("they after", item.theirs, item.theirs_before),
        )
        if late
    ]
    return f"; {', '.join(told)}" if told else ""


def _hours(delay: Delay | None) -> str:
    if delay is None:
        return ""
    return f"{delay.hours:.0f} h" if delay.hours < 48 else f"{delay.hours / 24:.0f} days"


def _overdue(drift: ClientDrift) -> Iterator[Markup]:
    for item in drift.overdue:
        who = "we promised" if item.by == "us" else f"{AUTHORS[item.by]} promised"
        day = f"{item.due:%-d %b %Y}" if item.due else ""
        yield _line(item.contact_id, item.name, f"{who} for {day}:", item.quote)


def _disputes(drift: ClientDrift) -> Iterator[Markup]:
    for item in drift.disputes:
        yield _line(item.contact_id, item.name, f"since {formatting.absolute(item.since)}: {labels.spoken(item.text)}")


def _old(drift: ClientDrift) -> Iterator[Markup]:
    kind = ""
    for item in drift.old:
        if item.kind != kind:
            kind = item.kind
            yield Markup("<li><b>{}: {:,}</b></li>").format(KINDS[kind].heading, item.count)
        said = f"last said {item.confirmed_at:%-d %b %Y}" if item.confirmed_at else "nobody is known to have said it"
        yield _line(item.contact_id, item.name, f"{said}: {labels.spoken(item.text)}")


def _months(drift: ClientDrift) -> Iterator[Markup]:
    for item in drift.contradictions:
        links = Markup(", ").join(
            Markup('<a href="{}">{}</a>').format(client_link(contact), drift.names.get(contact, "a client"))
            for contact in item.contacts
        )
        whose = Markup(": {}").format(links) if links else Markup("")
        yield Markup("<li><b>{}</b> <span>{} beside {} new{}</span></li>").format(
            f"{item.month:%B %Y}", item.contradicted, item.added, whose
        )
