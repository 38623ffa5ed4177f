"""The activity view's charts: runs, tokens and cost by day."""

from typing import Any

import streamlit as st

from lib.context.store.activity import Activity
from lib.ui.components import charts

TONES = {"saved": "link", "nothing new": "calm", "failed": "bad"}


def days(done: Activity) -> None:
    """Runs by day and how they ended, and tokens by day; cost where prices are known."""
    if not done.days:
        return
    st.subheader("By day")
    names = [
        name for name, used in (("Tokens", "tokens"), ("Cost ($)", "cost")) if any(getattr(d, used) for d in done.days)
    ]
    columns = st.columns(1 + len(names), gap="medium")
    with columns[0]:
        st.caption("Runs")
        charts.day_bars(outcome_rows(done), "Runs", key="days_Runs", by="Ended", tones=TONES)
    used = [{"Day": str(day.day), "Tokens": day.tokens, "Cost ($)": float(day.cost or 0)} for day in done.days]
    for column, name in zip(columns[1:], names, strict=True):
        with column:
            st.caption(name)
            charts.day_bars(used, name, key=f"days_{name}")


def outcome_rows(done: Activity) -> list[dict[str, Any]]:
    """How many runs of each day ended how."""
    return [
        {"Day": str(day.day), "Ended": ended, "Runs": count}
        for day in done.days
        for ended, count in (
            ("saved", day.saved),
            ("nothing new", day.runs - day.saved - day.failed),
            ("failed", day.failed),
        )
    ]
