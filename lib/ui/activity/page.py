"""The activity view: the state of the work, who is due, what failed, and what runs and proposals came to."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import streamlit as st
from markupsafe import Markup

from lib.context.queue import due, lease
from lib.context.queue.health import Health, Trouble, health
from lib.context.queue.limits import limits_of
from lib.context.store import activity as records
from lib.context.store.activity import WATCHED_RUNS, Activity
from lib.context.store.contact_search import called, contacts
from lib.database import database_clock, transaction
from lib.ui.activity import charts
from lib.ui.activity.tables import (
    client_link,
    contact_rows,
    dollars,
    queue_rows,
    run_rows,
    set_aside_rows,
    table,
    verdict_rows,
)
from lib.ui.app import auth, error_box
from lib.ui.app.cached import context_database, current_settings
from lib.ui.app.mapping_notice import mapping_notice
from lib.ui.components import formatting
from lib.ui.components.markup import show

DAYS = timedelta(days=30)
QUEUE = 100
LOOK_SECONDS = 15
NOTICES = 3
STATES = {
    "ok": ("Up to date", "Nobody has been due for long."),
    "behind": ("Behind", "Contacts are due and nobody takes them. Start `orb worker`, or one more of them."),
    "limit": ("At the limit", "Contacts are due, and what one day may use is used up until midnight UTC."),
}


@st.fragment(run_every=LOOK_SECONDS)
def activity() -> None:
    """Draw everything; it looks again by itself."""
    with error_box.show_errors():
        chosen = current_settings()
        with transaction(context_database()) as connection:
            now = database_clock(connection)
            state = health(connection, now=now, pace=due.pace_of(chosen), limits=limits_of(chosen))
            done = records.activity(connection, since=now - DAYS)
            queued = contacts(connection, [item.contact_id for item in state.queue[:QUEUE]])
        names = {contact.contact_id: called(contact.name) for contact in queued}
        _state(state, has_worker=chosen.has_worker)
        below_state = st.container()
        table(
            f"Waiting ({len(state.queue):,})",
            queue_rows(state.queue[:QUEUE], names, now=state.as_of),
            empty="Nothing new has come in the last two days that is not read.",
        )
        _troubles(state.troubles, now)
        if done.set_aside:
            table("Messages set aside", set_aside_rows(done), empty="")
        charts.days(done)
        left, right = st.columns(2, gap="medium")
        with left:
            _proposals(done)
        with right:
            table("What each contact used", contact_rows(done), empty="No run in the last 30 days.")
        table("Last runs", run_rows(done), empty="Nothing has run yet.")
        with below_state:
            mapping_notice(most=NOTICES)


def _state(state: Health, *, has_worker: bool) -> None:
    title, meaning = STATES[state.state]
    usage, limits = state.usage, state.limits
    values = {
        "State": title,
        "Due now": f"{len(state.due):,}",
        "Running": f"{state.running:,}",
        "Failing": f"{len(state.troubles):,}",
        "Runs today": _of(f"{usage.runs:,}", limits.runs),
        "Tokens today": _of(f"{usage.tokens:,}", limits.tokens),
        "Cost today": _of(dollars(usage.cost if usage.cost or not usage.tokens else None), limits.cost),
    }
    with st.container(horizontal=True, key="activity_state"):
        for label, value in values.items():
            st.metric(label, value, border=True)
    where = (
        "A worker runs inside this dashboard."
        if has_worker
        else "No worker runs inside this dashboard (ORB_WORKER); `orb worker` runs one beside it."
    )
    (st.caption if state.state == "ok" else st.warning)(f"{meaning} {where}")


def _troubles(troubles: Sequence[Trouble], now: datetime) -> None:
    """Who failed, with the reason and a button that asks for another attempt."""
    if not troubles:
        return
    st.subheader("Failing")
    for trouble in troubles[:QUEUE]:
        with st.container(horizontal=True, vertical_alignment="center", border=True):
            again = f"tried again {formatting.ago(trouble.next_at, now)}" if trouble.next_at else ""
            needs = Markup("<strong>needs attention</strong> · ") if trouble.needs_attention else ""
            show(
                Markup('<p><a href="{}">{}</a> · {}{}, {}<br>{}</p>').format(
                    client_link(trouble.contact_id),
                    called(trouble.name),
                    needs,
                    formatting.failures(trouble.attempts),
                    again,
                    trouble.error or "",
                )
            )
            st.button(
                "Try again",
                key=f"again_{trouble.contact_id}",
                icon=":material/refresh:",
                on_click=_request,
                args=(trouble.contact_id,),
            )


def _request(contact_id: UUID) -> None:
    with error_box.show_errors(), transaction(context_database()) as connection:
        lease.request(connection, contact_id, actor=auth.actor(), now=database_clock(connection))


def _proposals(done: Activity) -> None:
    """What became of the proposals, and whether contradictions are still seen."""
    table("Proposals by verdict and rule", verdict_rows(done), empty="Nothing was proposed in the last 30 days.")
    seen = done.contradictions
    if seen.is_suspicious:
        st.warning(
            f"Not one contradiction in the last {seen.runs} runs with proposals. Clients change their minds:"
            " perhaps the reader no longer sees it."
        )
    elif seen.share is not None:
        accepted = "" if done.accepted is None else f"{done.accepted:.0%} accepted. "
        st.caption(
            f"{accepted}{seen.contradictions} of the {seen.proposals} proposals in the last {seen.runs} runs"
            f" (at most {WATCHED_RUNS}) were contradictions: {seen.share:.0%}."
        )


def _of(used: str, most: object) -> str:
    return used if most is None else f"{used} of {most:,}"
