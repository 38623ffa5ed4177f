"""Puts the keyboard into the search box when a page opens, and when somebody presses "/"."""

from pathlib import Path

import streamlit as st

SCRIPT = Path(__file__).with_suffix(".js").read_text("utf-8")
"""`focusOnSlash` and `streamlitBox`, for every component that has a search box."""
_ON_VISIT = """
const seen = new Set();

export default function ({ data }) {
  const isWide = window.matchMedia("(min-width: 640px)").matches; // on a phone it would open the keyboard
  const land = (tries) => {
    const active = document.activeElement;
    if (active && active !== document.body) return; // the reader is somewhere already
    if (streamlitBox(data.key)) streamlitBox(data.key).focus();
    else if (tries) setTimeout(land, 50, tries - 1); // the box may be drawn after this
  };
  if (isWide && !seen.has(data.visit)) {
    seen.add(data.visit);
    land(60);
  }
  return focusOnSlash(() => streamlitBox(data.key));
}
"""
_focus = st.components.v2.component("orb_focus", js=SCRIPT + _ON_VISIT)


def focus(widget: str, *, visit: str) -> None:
    """Put the keyboard into the text box with key `widget`, once for each `visit`."""
    _focus(data={"key": widget, "visit": visit}, key=f"focus_{widget}")
