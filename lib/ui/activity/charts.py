"""The activity view's charts: runs, tokens and cost by day."""

from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from lib.context.store.activity import Activity

COLOURS = {"saved": "#3b7ddd", "nothing new": "#9aa5b4", "failed": "#d94a57"}


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
