"""The history of a client: every run, and how what is known drifts from version to version."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import streamlit as st
from markupsafe import Markup

from lib.context.compare import drift
from lib.context.compare.drift import Point
from lib.context.records import REPLY
from lib.context.store.client_view import ClientView, TimelineRun
from lib.ui.clients import cards, navigation
from lib.ui.clients.address import Address
from lib.ui.components import charts, formatting, labels
from lib.ui.components.markup import show
from lib.ui.components.pick_list import Chip, Row, rows

BARS = 80
"""Bars that a chart of this width can show apart; with more versions each bar stands for several."""
TONES = {"Added": "good", "Contradicted": "bad"}
ADDED_AND_CONTRADICTED = Markup(
    '<span class="orb-added-key">Added</span> and <span class="orb-contradicted-key">contradicted</span>'
)
"""The title of a chart, which tells its two colours."""
STATUSES = {
    "failed": Chip("Failed", "bad"),
    "unchanged": Chip("Nothing new"),
    "preview": Chip("Preview", "link"),
    "busy": Chip("Busy", "warn"),
}
DECISIONS = {
    "pin": "Pinned a fact",
    "unpin": "Unpinned a fact",
    "retract": "Retracted a fact",
    "correct": "Corrected a fact",
    "restore": "Restored a fact",
    "accept": "Accepted a rejected proposal",
    "restore_snapshot": "Restored an older version",
    "accept_preview": "Accepted a preview",
    "dismiss": "Dismissed what an agent proposed",
}


def history(seen: ClientView, here: Address, *, now: datetime) -> None:
    """Draw the drift charts, then the timeline of runs; a picked run opens the changes of its version."""
    if not seen.steps:
        show(Markup('<p class="orb-none">Nothing has happened yet. A refresh makes the first version.</p>'))
        return
    if len(seen.versions) > 1:
        drift_charts(drift.series(seen.moments, seen.facts, seen.recorded))
    chosen = [str(step.run_id) for step in seen.steps if step.version is not None and step.version == here.new]
    rows(timeline(seen, now=now), key="timeline", label="Timeline", on_pick=_pick(seen), chosen=chosen)


def timeline(seen: ClientView, *, now: datetime) -> list[Row]:
    """One line a run, newest first, with what it changed and what it cost."""
    made = _timeline(
        seen.contact.contact_id,
        (seen.steps[0].run_id, len(seen.steps)),
        formatting.minute(now),
        formatting.zone(),
        _seen=seen,
    )
    return list(made)


@st.cache_resource(ttl=120, max_entries=50, show_spinner=False)
def _timeline(
    contact_id: UUID, newest: tuple[int, int], now: datetime, place: ZoneInfo, *, _seen: ClientView
) -> tuple[Row, ...]:
    seen = _seen
    added = Counter(fact.added_version for fact in seen.facts)
    ended = Counter(fact.ended_version for fact in seen.facts if fact.ended_version)
    return tuple(
        Row(
            id=str(step.run_id),
            title=_title(step),
            note=" · ".join(_notes(step)),
            meta=formatting.ago(step.started_at, max(step.started_at, now)),  # `now` is the minute begun last
            hint=formatting.absolute(step.started_at, place),
            chips=_chips(step, added, ended),
        )
        for step in seen.steps
    )


def drift_charts(points: Sequence[Point]) -> None:
    """Four small charts over the versions."""
    lines = _lines(points)
    most = max(point.active for point in points)
    with st.container(key="drift"):
        left, right = st.columns(2)
        with left:
            _heading("Valence")
            charts.line(lines, "Valence", domain=[-1, 1], key="chart_valence")
            _heading(ADDED_AND_CONTRADICTED)
            charts.diverging_bars(
                _sums(points),
                "Facts",
                by="What",
                tones=TONES,
                versions=(points[0].version - 0.5, points[-1].version + 0.5),
                key="chart_added",
            )
        with right:
            _heading("Active facts")
            charts.line(lines, "Active facts", domain=[0, most], is_stepped=True, key="chart_active")
            _heading("Share of facts with two or more sources")
            charts.line(lines, "Supported", domain=[0, 1], number_format="%", key="chart_supported")


def _title(step: TimelineRun) -> str:
    plain = "Draft of a reply" if step.trigger == REPLY else f"{labels.spoken(step.trigger)} refresh"
    what = DECISIONS.get(step.decision or "") or plain
    return f"Version {step.version} · {what}" if step.version and step.saved_at else what


def _notes(step: TimelineRun) -> list[str]:
    took = f"{step.duration_ms / 1000:.1f} s" if step.duration_ms and step.duration_ms >= 50 else ""
    tokens = f"{step.tokens:,} tokens" if step.tokens else ""
    cost = f"${step.cost:.4f}" if step.cost is not None else ""
    in_part = f"{step.read_in_part} read in part" if step.read_in_part else ""
    notes = (f"by {cards.by_whom(step)}", tokens, cost, took, in_part, step.reason or "", step.error or "")
    return [text for text in notes if text]


def _chips(step: TimelineRun, added: Counter[int], ended: Counter[int]) -> tuple[Chip, ...]:
    chips = [STATUSES[step.status]] if step.status in STATUSES else []
    if step.version and step.saved_at:
        chips += [Chip(f"+{added[step.version]}", "good")] if added[step.version] else []
        chips += [Chip(f"−{ended[step.version]}", "bad")] if ended[step.version] else []
    chips += [Chip(f"{step.rejected} set aside", "warn")] if step.rejected else []
    return tuple(chips)


def _pick(seen: ClientView) -> Any:
    def pick(run_id: str) -> None:
        step = next((step for step in seen.steps if str(step.run_id) == run_id), None)
        if step is not None and step.version and step.saved_at:
            before = next((number for number in seen.versions if number < step.version), None)
            navigation.go(Address(seen.contact.contact_id).changes(before, step.version))

    return pick


def _lines(points: Sequence[Point]) -> list[dict[str, Any]]:
    return [
        {
            "Version": point.version,
            "Saved": point.saved_at.isoformat(),
            "Valence": point.valence,
            "Active facts": point.active,
            "Supported": point.supported,
        }
        for point in points
    ]


def _sums(points: Sequence[Point]) -> list[dict[str, Any]]:
    """Additions above and contradictions below the line, several versions to a bar where there are many."""
    step = max(1, -(-len(points) // BARS))
    sums: list[dict[str, Any]] = []
    for start in range(0, len(points), step):
        part = points[start : start + step]
        first, last = part[0].version, part[-1].version
        named = {
            "From": first - 0.5 + 0.1 * step,
            "To": last + 0.5 - 0.1 * step,
            "Versions": str(first) if first == last else f"{first} to {last}",
        }
        sums.append({**named, "What": "Added", "Facts": sum(point.added for point in part)})
        sums.append({**named, "What": "Contradicted", "Facts": -sum(point.contradicted for point in part)})
    return sums


def _heading(title: str) -> None:
    """Draw the title of a chart."""
    show(Markup('<div class="orb"><small>{}</small></div>').format(title))
