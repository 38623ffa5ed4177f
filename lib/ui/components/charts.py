"""The few charts of the pages, as Vega-Lite documents with their rows inside.

Rows that stand in a layer's own data are sent as they are: no pandas, Arrow or Altair is loaded for a chart, and no
chart is drawn once before its rows have come. The browser's theme colours axes and texts; the tones are for both.
"""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st
from markupsafe import Markup

from lib.ui.components.tones import TONES

Rows = Sequence[Mapping[str, Any]]
QUANTITY: dict[str, Any] = {"type": "quantitative", "title": None}
VERSIONS: dict[str, Any] = {"format": "d", "tickMinStep": 1, "grid": False}
DAYS: dict[str, Any] = {"format": "%d %b", "labelAngle": 0, "labelOverlap": True}
POINTS_UP_TO = 40
"""With more rows than this a line has no dots."""
SPARKLINE_POINTS = 120


def line(
    rows: Rows, name: str, *, key: str, domain: Sequence[float], number_format: str = "", is_stepped: bool = False
) -> None:
    """Draw the figure `name` over the rows' "Version"; "Saved", a moment as ISO 8601 text, is told when pointed at."""
    versions = [row["Version"] for row in rows]
    _draw(
        rows,
        mark={
            "type": "line",
            "strokeWidth": 1.8,
            "color": TONES["link"].mark,
            "point": {"color": TONES["link"].mark} if len(rows) < POINTS_UP_TO else False,
            "interpolate": "step-after" if is_stepped else "linear",
        },
        encoding={
            "x": _version_axis("Version", low=min(versions), high=max(versions)),
            "y": {
                **QUANTITY,
                "field": name,
                "scale": {"domain": domain},
                "axis": {"format": number_format or ",~f", "tickCount": 2},
            },
            "tooltip": [
                {"field": "Version", "type": "quantitative"},
                {"field": "Saved", "type": "temporal", "format": "%d %b %Y, %H:%M"},
                {"field": name, "type": "quantitative", "format": number_format or ",.2~f"},
            ],
        },
        height=130,
        key=key,
    )


def diverging_bars(
    rows: Rows, name: str, *, by: str, tones: Mapping[str, str], versions: tuple[float, float], key: str
) -> None:
    """Draw bars of `name` above and below a line, each from the version "From" to "To", each `by` in its tone."""
    figures = [row[name] for row in rows]
    low, high = min(figures), max(*figures, 1)
    _draw(
        rows,
        mark={"type": "bar"},
        encoding={
            "x": _version_axis("From", low=versions[0], high=versions[1]),
            "x2": {"field": "To"},
            "y": {
                **QUANTITY,
                "field": name,
                "scale": {"domain": [low, high]},
                "axis": {"values": sorted({low, 0, high}), "labelExpr": "abs(datum.value)", "labelOverlap": False},
            },
            "y2": {"datum": 0},
            "color": {"field": by, "type": "nominal", "scale": _scale(tones), "legend": None},
            "tooltip": [{"field": field, "type": "nominal"} for field in ("Versions", by, name)],
        },
        height=130,
        key=key,
    )


def day_bars(rows: Rows, name: str, *, key: str, by: str = "", tones: Mapping[str, str] | None = None) -> None:
    """Draw a bar of `name` for each "Day", an ISO 8601 date; with `by` it is divided, each value in its tone."""
    encoding: dict[str, Any] = {
        "x": {"field": "Day", "type": "ordinal", "timeUnit": "yearmonthdate", "title": None, "axis": DAYS},
        "y": {**QUANTITY, "field": name, "axis": {"tickCount": 4}},
        "tooltip": [
            {"field": "Day", "type": "temporal", "format": "%d %b %Y"},
            *([{"field": by, "type": "nominal"}] if by else []),
            {"field": name, "type": "quantitative", "format": ",~f"},
        ],
    }
    if by:
        scale, legend = _scale(tones or {}), {"orient": "top"}
        encoding["color"] = {"field": by, "type": "nominal", "title": None, "scale": scale, "legend": legend}
    _draw(rows, mark={"type": "bar", "color": TONES["link"].mark}, encoding=encoding, height=220, key=key)


def week_lines(rows: Rows, name: str, *, by: str, tones: Mapping[str, str], marks: Rows, key: str) -> None:
    """Draw the share `name` by "Week", an ISO 8601 date, a line for each `by`; `marks` are weeks with what "Began"."""
    week = {"field": "Week", "type": "temporal", "title": None, "axis": DAYS}
    lines = {
        "data": {"values": [dict(row) for row in rows]},
        "mark": {"type": "line", "strokeWidth": 1.8, "point": True},
        "encoding": {
            "x": week,
            "y": {**QUANTITY, "field": name, "axis": {"format": ".0%", "tickCount": 4}},
            "color": {
                "field": by,
                "type": "nominal",
                "title": None,
                "scale": _scale(tones),
                "legend": {"orient": "top"},
            },
            "tooltip": [
                {"field": "Week", "type": "temporal", "format": "%d %b %Y"},
                {"field": by, "type": "nominal"},
                {"field": name, "type": "quantitative", "format": ".1%"},
                {"field": "Proposals", "type": "quantitative", "format": ",~f"},
            ],
        },
    }
    rules = {
        "data": {"values": [dict(row) for row in marks]},
        "mark": {"type": "rule", "strokeDash": [4, 4], "strokeWidth": 1.5, "color": TONES["calm"].mark},
        "encoding": {"x": week, "tooltip": [{"field": "Began", "type": "nominal"}]},
    }
    layers = [rules, lines] if marks else [lines]
    st.vega_lite_chart(spec={"layer": layers, "height": 220}, width="stretch", key=key)


def sparkline(values: Sequence[float]) -> Markup:
    """An image of values from -1 to 1, thinned out to what a small chart can show, with its ends in words.

    It is no Vega chart: it stands inside a card, and the browser would load Vega for the first view of a client.
    """
    step = max(1, -(-len(values) // SPARKLINE_POINTS))
    points = [*values[::step], *([values[-1]] if values and (len(values) - 1) % step else [])]
    if len(points) < 2:
        return Markup("<small>One version so far</small>")
    width = 200.0 / (len(points) - 1)
    heights = [22 - max(-1.0, min(1.0, value)) * 18 for value in points]
    course = " ".join(f"{number * width:.1f},{height:.1f}" for number, height in enumerate(heights))
    colour, axis = TONES["link"].mark, TONES["calm"].mark
    picture = Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-4 0 208 44">'
        '<path d="M0 22H200" stroke="{axis}" stroke-opacity=".5" stroke-dasharray="3 4"/>'
        '<polyline points="{course}" fill="none" stroke="{colour}" stroke-width="2" stroke-linejoin="round"/>'
        '<circle cx="200" cy="{last:.1f}" r="3.5" fill="{colour}"/></svg>'
    ).format(axis=axis, course=course, colour=colour, last=heights[-1])
    label = f"Valence over {len(values)} versions, from {values[0]:+.2f} to {values[-1]:+.2f}"
    source = b64encode(picture.encode()).decode()
    return Markup('<img src="data:image/svg+xml;base64,{}" alt="{}" title="{}">').format(source, label, label)


def _version_axis(field: str, *, low: float, high: float) -> dict[str, Any]:
    return {**QUANTITY, "field": field, "scale": {"domain": [low, high], "nice": False}, "axis": VERSIONS}


def _scale(tones: Mapping[str, str]) -> dict[str, Any]:
    return {"domain": list(tones), "range": [TONES[tone].mark for tone in tones.values()]}


def _draw(rows: Rows, *, mark: Mapping[str, Any], encoding: Mapping[str, Any], height: int, key: str) -> None:
    layer = {"data": {"values": [dict(row) for row in rows]}, "mark": mark, "encoding": encoding}
    st.vega_lite_chart(spec={"layer": [layer], "height": height}, width="stretch", key=key)
