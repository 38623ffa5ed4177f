"""The look of the client and activity pages: one style sheet, drawn from the text colour, for light and dark."""

from pathlib import Path

from lib.ui.components import markup

CSS = Path(__file__).with_name("client.css")


def apply() -> None:
    """Give the page its style sheet; it takes no place on the page."""
    markup.style_sheet(CSS)
