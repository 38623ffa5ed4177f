"""The activity view: the state of the work, who is due, what failed, and what runs and proposals came to."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import altair as alt
import pandas as pd
import streamlit as st

from lib.context.queue import due, lease
from lib.context.queue.due import REASONS
from lib.context.queue.health import Health, Trouble, health
from lib.context.queue.limits import limits_of
from lib.context.queue.worker import database_clock
from lib.context.store import activity as records
from lib.context.store.activity import WATCHED_RUNS, Activity
from lib.context.store.contact_search import called
from lib.context.store.sources import named_missing
from lib.database import statement, transaction
from lib.ui.app import auth, error_box
from lib.ui.app.cached import context_database, current_settings
from lib.ui.clients.address import Address
from lib.ui.components import formatting, labels
from lib.ui.components.escape import plain

DAYS = timedelta(days=30)
QUEUE = 100
LOOK_SECONDS = 15
STATES = {
    "ok": ("Up to date", "Nobody has been due for long."),
    "behind": ("Behind", "Contacts are due and nobody takes them. Start `orb worker`, or one more of them."),
    "limit": ("At the limit", "Contacts are due, and what one day may use is used up until midnight UTC."),
}
COLOURS = {"saved": "#3b7ddd", "nothing new": "#9aa5b4", "failed": "#d94a57"}


@st.fragment(run_every=LOOK_SECONDS)
def activity() -> None:
    """Draw everything; it looks again by itself."""
    with error_box.show_errors():
        chosen = current_settings()
        with named_missing(), transaction(context_database()) as connection:
            now = database_clock(connection)
            state = health(connection, now=now, pace=due.pace_of(chosen), limits=limits_of(chosen))
            done = records.activity(connection, since=now - DAYS)
            names = _names(connection, [item.contact_id for item in state.queue[:QUEUE]])
        _state(state, has_worker=chosen.has_worker)
        _queue(state, names)
        _troubles(state.troubles, now)
        _set_aside(done)
        _days(done)
        left, right = st.columns(2, gap="medium")
        with left:
            _proposals(done)
        with right:
            _table("What each contact used", contact_rows(done), "No run in the last 30 days.")
        _table("Last runs", run_rows(done), "Nothing has run yet.")


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
        "Cost today": _of(_dollars(usage.cost if usage.cost or not usage.tokens else None), limits.cost),
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


def _queue(state: Health, names: dict[UUID, str]) -> None:
    shown = pd.DataFrame(
        [
            {
                "Client": names.get(item.contact_id, ""),
                "Why": REASONS[item.reason],
                "State": item.state(state.as_of),
                "Waiting since": item.since,
                "Due from": item.due_at,
                "Open": _address(item.contact_id),
            }
            for item in state.queue[:QUEUE]
        ]
    )
    _table(f"Waiting ({len(state.queue):,})", shown, "Nothing new has come in the last two days that is not read.")


def _troubles(troubles: Sequence[Trouble], now: datetime) -> None:
    """Who failed, with the reason and a button that asks for another attempt."""
    if not troubles:
        return
    st.subheader("Failing")
    for trouble in troubles[:QUEUE]:
        with st.container(horizontal=True, vertical_alignment="center", border=True):
            again = f"tried again {formatting.ago(trouble.next_at, now)}" if trouble.next_at else ""
            needs = "**needs attention** · " if trouble.needs_attention else ""
            counted = "1 failure" if trouble.attempts == 1 else f"{trouble.attempts} failures"
            st.markdown(
                f"[{plain(called(trouble.name))}]({_address(trouble.contact_id)}) · {needs}{counted}, {again}  \n"
                f"{plain(trouble.error or '')}"
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
        actor = auth.person() or "somebody at the dashboard"
        lease.request(connection, contact_id, actor=actor, now=database_clock(connection))


def _set_aside(done: Activity) -> None:
    if done.set_aside:
        rows = [
            {"Client": i.name, "Message": i.interaction_id, "When": i.started_at, "Why": i.error}
            for i in done.set_aside
        ]
        _table("Messages set aside", pd.DataFrame(rows), "")


def _days(done: Activity) -> None:
    """Runs by day and how they ended, and tokens by day; cost where prices are known."""
    if not done.days:
        return
    st.subheader("By day")
    names = [
        name for name, used in (("Tokens", "tokens"), ("Cost ($)", "cost")) if any(getattr(d, used) for d in done.days)
    ]
    columns = st.columns(1 + len(names), gap="medium")
    with columns[0]:
        _bars(outcome_rows(done), "Runs", by_outcome=True)
    frame = pd.DataFrame(
        [{"Day": str(day.day), "Tokens": day.tokens, "Cost ($)": float(day.cost or 0)} for day in done.days]
    )
    for column, name in zip(columns[1:], names, strict=True):
        with column:
            _bars(frame, name)


def outcome_rows(done: Activity) -> pd.DataFrame:
    """How many runs of each day ended how."""
    return pd.DataFrame(
        [
            {"Day": str(day.day), "Ended": ended, "Runs": count}
            for day in done.days
            for ended, count in (
                ("saved", day.saved),
                ("nothing new", day.runs - day.saved - day.failed),
                ("failed", day.failed),
            )
        ]
    )


def _bars(frame: pd.DataFrame, name: str, *, by_outcome: bool = False) -> None:
    encoding: dict[str, Any] = {
        "x": alt.X("yearmonthdate(Day):O", title=None, axis=alt.Axis(format="%d %b", labelAngle=0, labelOverlap=True)),
        "y": alt.Y(f"{name}:Q", title=None, axis=alt.Axis(tickCount=4)),
        "tooltip": list(frame.columns),
    }
    if by_outcome:
        scale = alt.Scale(domain=list(COLOURS), range=list(COLOURS.values()))
        encoding["color"] = alt.Color("Ended:N", title=None, scale=scale, legend=alt.Legend(orient="top"))
    chart = alt.Chart(frame).mark_bar(color=COLOURS["saved"]).encode(**encoding)
    st.caption(name)
    st.altair_chart(chart.properties(height=220), width="stretch", key=f"days_{name}")


def _proposals(done: Activity) -> None:
    """What became of the proposals, and whether contradictions are still seen."""
    rows = [
        {"Verdict": item.verdict, "Rule": labels.spoken(item.rule), "Proposals": item.proposals}
        for item in done.verdicts
    ]
    _table("Proposals by verdict and rule", pd.DataFrame(rows), "Nothing was proposed in the last 30 days.")
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


def contact_rows(done: Activity) -> pd.DataFrame:
    """What the runs of each contact used, the most expensive first."""
    rows = [
        {
            "Client": item.name,
            "Runs": item.runs,
            "Tokens": item.tokens,
            "Cost": _dollars(item.cost),
            "Open": _address(item.contact_id),
        }
        for item in done.contacts
    ]
    return pd.DataFrame(rows)


def run_rows(done: Activity) -> pd.DataFrame:
    """The newest runs."""
    rows = [
        {
            "When": i.started_at,
            "Client": i.name,
            "Why": REASONS.get(i.trigger, labels.spoken(i.trigger)),
            "By": i.actor,
            "Reader": i.model or i.reader or "",
            "Ended": i.status,
            "Version": i.version,
            "Tokens": i.tokens,
            "Cost": _dollars(i.cost),
            "Seconds": None if i.duration_ms is None else i.duration_ms / 1000,
            "Error": i.error or "",
            "Open": _address(i.contact_id),
        }
        for i in done.runs
    ]
    return pd.DataFrame(rows)


def _table(title: str, frame: pd.DataFrame, empty: str) -> None:
    st.subheader(title)
    if frame.empty:
        st.caption(empty)
        return
    moment = st.column_config.DatetimeColumn(format="D MMM YYYY, HH:mm", timezone=str(formatting.zone()))
    config = {name: moment for name in ("When", "Waiting since", "Due from") if name in frame}
    st.dataframe(
        frame,
        hide_index=True,
        width="stretch",
        column_config={
            **config,
            "Open": st.column_config.LinkColumn(display_text="open", width="small"),
            "Seconds": st.column_config.NumberColumn(format="%.1f"),
        },
    )


def _names(connection: Any, contacts: list[UUID]) -> dict[UUID, str]:
    rows = connection.execute(statement("context/contact_list"), {"contacts": contacts})
    return {row.contact_id: called(row.name) for row in rows}


def _address(contact_id: UUID) -> str:
    return f"/client_context{Address(contact_id).query}"


def _dollars(cost: Decimal | None) -> str:
    return "unknown" if cost is None else f"${cost:,.4f}"


def _of(used: str, most: object) -> str:
    return used if most is None else f"{used} of {most:,}"
