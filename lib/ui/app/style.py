"""The look of the client page: one style sheet, drawn from the text colour so that light and dark both hold."""

from pathlib import Path

import streamlit as st

from lib.ui.components import tones

CSS = Path(__file__).with_name("client.css").read_text("utf-8")


def apply() -> None:
    """Give the page its style sheet; it takes no place on the page."""
    st.html(f"<style>{tones.CSS}{CSS}</style>")
