"""The activity view's tables: who waits, what became of proposals, what each contact used, the last runs."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

import pandas as pd
import streamlit as st

from lib.context.queue.due import REASONS, Due
from lib.context.store.activity import Activity
from lib.ui.clients.address import Address
from lib.ui.components import formatting, labels


def table(title: str, frame: pd.DataFrame, *, empty: str) -> None:
    """Draw `frame` below its title, or `empty` where it has no row."""
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


def queue_rows(queue: Sequence[Due], names: dict[UUID, str], *, now: datetime) -> pd.DataFrame:
    """Who waits, for what and since when."""
    return pd.DataFrame(
        [
            {
                "Client": names.get(item.contact_id, ""),
                "Why": REASONS[item.reason],
                "State": item.state(now),
                "Waiting since": item.since,
                "Due from": item.due_at,
                "Open": client_link(item.contact_id),
            }
            for item in queue
        ]
    )


def contact_rows(done: Activity) -> pd.DataFrame:
    """What the runs of each contact used, the most expensive first."""
    rows = [
        {
            "Client": item.name,
            "Runs": item.runs,
            "Tokens": item.tokens,
            "Cost": dollars(item.cost),
            "Open": client_link(item.contact_id),
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
            "Cost": dollars(i.cost),
            "Seconds": None if i.duration_ms is None else i.duration_ms / 1000,
            "Error": i.error or "",
            "Open": client_link(i.contact_id),
        }
        for i in done.runs
    ]
    return pd.DataFrame(rows)


def set_aside_rows(done: Activity) -> pd.DataFrame:
    """The messages that were set aside, with the reason."""
    return pd.DataFrame(
        [{"Client": i.name, "Message": i.interaction_id, "When": i.started_at, "Why": i.error} for i in done.set_aside]
    )


def verdict_rows(done: Activity) -> pd.DataFrame:
    """How many proposals each rule of the policy decided, and how."""
    return pd.DataFrame(
        [
            {"Verdict": item.verdict, "Rule": labels.spoken(item.rule), "Proposals": item.proposals}
            for item in done.verdicts
        ]
    )


def client_link(contact_id: UUID) -> str:
    """The address of a client's page."""
    return page_link(Address(contact_id))


def page_link(address: Address) -> str:
    """The whole address of one state of the page about clients."""
    return f"/client_context{address.query}"


def dollars(cost: Decimal | None) -> str:
    """An amount in dollars, "unknown" where no price is known."""
    return "unknown" if cost is None else f"${cost:,.4f}"
