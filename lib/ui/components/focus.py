"""Puts the keyboard into the search box when a page opens, and when somebody presses "/"."""

import streamlit as st

_JS = """
const seen = new Set();

function box(key) {
  return document.querySelector(`.st-key-${key} input`);
}

export default function ({ data }) {
  const wide = window.matchMedia("(min-width: 640px)").matches; // on a phone it would open the keyboard
  const land = (tries) => {
    const active = document.activeElement;
    if (active && active !== document.body) return; // the reader is somewhere already
    if (box(data.key)) box(data.key).focus();
    else if (tries) setTimeout(land, 50, tries - 1); // the box may be drawn after this
  };
  if (wide && !seen.has(data.visit)) {
    seen.add(data.visit);
    land(60);
  }
  const slash = (event) => {
    const typing = event.composedPath()[0];
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(typing.tagName) || typing.isContentEditable) return;
    event.preventDefault();
    box(data.key)?.focus();
  };
  document.addEventListener("keydown", slash);
  return () => document.removeEventListener("keydown", slash);
}
"""
_focus = st.components.v2.component("orb_focus", js=_JS)


def focus(widget: str, *, visit: str) -> None:
    """Put the keyboard into the text box with key `widget`, once for each `visit`."""
    _focus(data={"key": widget, "visit": visit}, key=f"focus_{widget}")
